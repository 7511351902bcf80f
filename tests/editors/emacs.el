;;; emacs.el --- the server in a real Emacs, as editors/emacs/README.md sets it up  -*- lexical-binding: t -*-
;; Run as `emacs --batch -Q -l emacs.el FOLDER', with the staffwork to test on PATH and a copy of editors/sample as
;; FOLDER.

(require 'eglot)
(require 'flymake)
(require 'seq)

(setq eglot-sync-connect 20
      eglot-autoshutdown nil
      eglot-confirm-server-edits nil
      flymake-no-changes-timeout 0.1)

(defvar passed 0)
(defvar failed 0)
(defconst here (file-name-directory load-file-name))

(defmacro step (name &rest body)
  "Count BODY as a test called NAME: it holds if it returns non-nil."
  (declare (indent 1))
  `(condition-case reason
       (if (progn ,@body)
           (progn (setq passed (1+ passed)) (princ (format "ok - Emacs: %s\n" ,name)))
         (setq failed (1+ failed))
         (princ (format "not ok - Emacs: %s: it does not hold\n" ,name)))
     (error (setq failed (1+ failed))
            (princ (format "not ok - Emacs: %s: %S\n" ,name reason)))))

(defun wait-for (holds)
  "Wait up to 10 s until HOLDS returns non-nil, and return that."
  (let ((end (+ (float-time) 10)) result)
    (while (and (not (setq result (funcall holds))) (< (float-time) end))
      (accept-process-output nil 0.05))
    result))

(defun finding (text)
  "The finding whose underlined text holds TEXT."
  (seq-find (lambda (d)
              (string-match-p (regexp-quote text)
                              (buffer-substring-no-properties (flymake-diagnostic-beg d) (flymake-diagnostic-end d))))
            (flymake-diagnostics)))

;; Stands in for the package of that name, which brings the file type and nothing else that matters here.
(define-derived-mode markdown-mode text-mode "Markdown")
(add-to-list 'auto-mode-alist '("\\.md\\'" . markdown-mode))
(with-temp-buffer
  (insert-file-contents (expand-file-name "../../editors/emacs/README.md" here))
  (re-search-forward "^```elisp\n")
  (eval-region (point) (progn (re-search-forward "^```$") (match-beginning 0))))

(find-file (expand-file-name "docs/decisions/0007-store-for-the-payment-ledger.md" (car command-line-args-left)))
(setq command-line-args-left nil)
(run-hooks 'post-command-hook)          ; eglot-ensure connects from there

(step "the server starts" (wait-for #'eglot-current-server))
(flymake-mode 1)
(flymake-start)
(step "a misspelt status is underlined" (wait-for (lambda () (finding "acepted"))))
(step "hover explains a heading"
  (goto-char (point-min))
  (search-forward "## Options")
  (let* ((reply (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (string-match-p "Options" (format "%S" (plist-get reply :contents)))))
(step "a code action mends a status"
  (goto-char (point-min))
  (search-forward "acepted")
  (let* ((actions (append (eglot-code-actions (line-beginning-position) (line-end-position) nil nil) nil))
         (action (seq-find (lambda (a) (string-match-p "`accepted`" (plist-get a :title))) actions)))
    (eglot-execute (eglot-current-server) action)
    (goto-char (point-min))
    (search-forward "Status: accepted")))
(step "a heading is completed"
  (goto-char (point-max))
  (insert "\n## Ev")
  (eglot--signal-textDocument/didChange)
  (pcase-let ((`(,_ ,_ ,table . ,_) (eglot-completion-at-point)))
    (seq-find (lambda (c) (string-match-p "Evaluation Criteria" c)) (all-completions "" table))))
(set-buffer-modified-p nil)
;; How it ended cannot be asked here: jsonrpc.el may kill a process that has already left.
(step "the server ends"
  (let ((process (jsonrpc--process (eglot-current-server))))
    (eglot-shutdown (eglot-current-server) nil 5)
    (wait-for (lambda () (not (process-live-p process))))))

(princ (format "%d passed, %d failed\n" passed failed))
(kill-emacs (if (zerop failed) 0 1))
