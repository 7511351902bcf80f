-- Configuration of the staffwork language server for Neovim 0.11 and newer.
-- With this folder on 'runtimepath', `vim.lsp.enable("staffwork")` is all there is to do.
return {
  cmd = { "staffwork", "lsp" },
  filetypes = { "markdown" },
  root_markers = { "staffwork.toml", ".git" },
}
