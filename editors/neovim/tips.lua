-- The lines under the document in the Neovim that `editors/try` opens.
local tips = {
  "staffwork is at work above. What to try:",
  "  K          on a heading or on `Status:`   what belongs there",
  "  o ## Ev    on any line                    headings of the template: Ctrl-N selects, Ctrl-Y inserts, Tab: next gap",
  "  gra        on something underlined        how to mend it",
  "  ]d  [d     anywhere                       next and previous finding; Ctrl-W d shows it whole",
  "  :e rfcs/0012-one-event-bus.md             a proposal; :e strategy/2026-payments-platform.md a strategy",
  "  :qa!       leave; this is a copy, nothing is kept",
}

vim.cmd(("botright %dnew"):format(#tips))
vim.api.nvim_buf_set_lines(0, 0, -1, false, tips)
vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable = "nofile", "wipe", false
vim.wo.number, vim.wo.signcolumn, vim.wo.wrap, vim.wo.winfixheight = false, "no", false, true
vim.cmd("wincmd p")
