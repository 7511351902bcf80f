-- The whole configuration of the Neovim that `editors/try` opens: the staffwork server, completion while
-- typing, and findings beside the lines they are about. A good start for an init.lua of your own.
vim.opt.runtimepath:prepend(vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2))))
vim.lsp.enable("staffwork")
vim.lsp.inlay_hint.enable(true) -- totals and ranks in matrices

vim.api.nvim_create_autocmd("LspAttach", {
  callback = function(event)
    vim.lsp.completion.enable(true, event.data.client_id, event.buf, { autotrigger = true })
  end,
})

vim.diagnostic.config({
  virtual_text = true,
  signs = true,
  underline = true,
  severity_sort = true,
  update_in_insert = true, -- findings follow every keystroke; leave it out to see them once insert mode is left
})
vim.o.completeopt = "menuone,noselect,popup"
vim.o.number = true
vim.o.linebreak = true
vim.o.signcolumn = "yes"
vim.o.swapfile = false
vim.o.winborder = "rounded"
