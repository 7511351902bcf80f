-- Drives a real Neovim in a real terminal, for `editors/try --headless` and for the tests: keys go in one by one, the
-- screen comes out as text, and what cannot be read off the screen is asked of the editor itself.
--
-- Run by `nvim -l`, Neovim 0.11 or newer: its terminal emulator holds the screen of the Neovim that is driven.
local drive = {}

local COLUMNS, LINES = 100, 30
local KEY_MS = 40 -- between two keys, as of a quick typist
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))

local Session = {}
Session.__index = Session

--- Ends everything `seconds` from now, whatever it is waiting for.
function drive.limit(seconds)
  vim.uv.new_timer():start(seconds * 1000, 0, function()
    io.stderr:write(("gave up after %d s\n"):format(seconds))
    if drive.pid then
      vim.uv.kill(drive.pid, "sigkill")
    end
    os.exit(1)
  end)
end

--- Starts `command` in a terminal of its own.
function drive.terminal(command, options)
  vim.o.columns, vim.o.lines = COLUMNS, LINES + 2
  local self = setmetatable({ screen_buffer = vim.api.nvim_create_buf(false, true) }, Session)
  local size = { relative = "editor", row = 0, col = 0, width = COLUMNS, height = LINES, style = "minimal" }
  vim.api.nvim_open_win(self.screen_buffer, true, size)
  local environment = vim.tbl_extend("force", {
    TERM = "xterm-256color",
    XDG_STATE_HOME = vim.fn.tempname(),
  }, options.env or {})
  self.job = vim.fn.jobstart(command, {
    term = true,
    cwd = options.folder,
    env = environment,
    on_exit = function(_, code)
      self.code = code
    end,
  })
  drive.pid = vim.fn.jobpid(self.job)
  return self
end

--- Opens `options.file` of `options.folder` in Neovim; `options.before` is Lua that runs ahead of its configuration.
function drive.start(options)
  local socket = vim.fn.tempname()
  local command = { vim.v.progpath, "--clean", "-i", "NONE", "--listen", socket }
  -- No long message may wait for a key, which nobody would press.
  vim.list_extend(command, { "--cmd", "set nomore messagesopt=wait:0,history:500" })
  vim.list_extend(command, { "--cmd", "lua " .. (options.before or "return") })
  vim.list_extend(command, { "-u", options.init or here .. "/init.lua" })
  local self = drive.terminal(vim.list_extend(command, { options.file }), options)
  self:wait("Neovim to start", function()
    return vim.uv.fs_stat(socket) ~= nil
  end, 30)
  self.channel = vim.fn.sockconnect("pipe", socket, { rpc = true })
  self:wait("the server to answer (is there a staffwork that starts?)", function()
    return self:lua("local c = vim.lsp.get_clients({ bufnr = 0 })[1] return c ~= nil and c.initialized == true")
  end)
  return self
end

--- Waits until `holds` returns something, which is the result; fails with the screen as it then is.
function Session:wait(what, holds, seconds)
  local deadline = vim.uv.hrtime() + (seconds or 10) * 1e9
  repeat
    local result = holds()
    if result then
      return result
    end
    vim.wait(20)
  until vim.uv.hrtime() > deadline
  error(("waited %d s for %s; the screen:\n%s"):format(seconds or 10, what, table.concat(self:screen(), "\n")), 0)
end

--- Runs Lua in the driven Neovim.
function Session:lua(code, ...)
  self:wait("Neovim to listen", function()
    return not vim.rpcrequest(self.channel, "nvim_get_mode").blocking
  end)
  return vim.rpcrequest(self.channel, "nvim_exec_lua", code, { ... })
end

--- Types keys in Neovim's notation, one after the other: `o## Ev<C-n>`.
function Session:keys(keys)
  while keys ~= "" do
    local key = keys:match("^<[%w-]+>") or vim.fn.strcharpart(keys, 0, 1)
    keys = keys:sub(#key + 1)
    vim.rpcnotify(self.channel, "nvim_input", key == "<" and "<lt>" or key)
    vim.wait(KEY_MS)
  end
end

--- Types into a terminal that holds something else than Neovim.
function Session:send(text)
  vim.fn.chansend(self.job, text)
end

--- What the terminal shows, line by line.
function Session:screen()
  local lines = vim.api.nvim_buf_get_lines(self.screen_buffer, -LINES - 1, -1, false)
  return vim.tbl_map(function(line)
    return (line:gsub("%s+$", ""))
  end, lines)
end

--- Waits until the screen shows `text`.
function Session:shows(text)
  return self:wait(("`%s` on the screen"):format(text), function()
    return table.concat(self:screen(), "\n"):find(text, 1, true)
  end)
end

--- The document, line by line, or as one text.
function Session:lines()
  return self:lua("return vim.api.nvim_buf_get_lines(0, 0, -1, false)")
end

function Session:text()
  return table.concat(self:lines(), "\n") .. "\n"
end

--- Opens another document in the same Neovim, and waits for the server to be attached to it.
function Session:edit(file)
  self:lua("vim.cmd.edit({ args = { ... }, bang = true })", file)
  self:wait("the server to attach", function()
    return self:lua("return #vim.lsp.get_clients({ bufnr = 0 }) > 0")
  end)
end

--- Puts the cursor on the first occurrence of `text`.
function Session:go(text)
  for number, line in ipairs(self:lines()) do
    local column = line:find(text, 1, true)
    if column then
      self:lua("vim.api.nvim_win_set_cursor(0, { ... })", number, column - 1)
      return
    end
  end
  error(("the document does not hold `%s`"):format(text), 0)
end

--- The findings that the editor has for the document, in its order, with the text that each underlines.
function Session:findings()
  return self:lua([[
    local severities = { "error", "warning", "info", "hint" }
    local findings = vim.tbl_map(function(d)
      local ok, text = pcall(vim.api.nvim_buf_get_text, 0, d.lnum, d.col, d.end_lnum, d.end_col, {})
      return {
        code = d.code or "", line = d.lnum + 1, column = d.col + 1, message = d.message, source = d.source or "",
        severity = severities[d.severity], text = ok and table.concat(text, "\n") or "",
      }
    end, vim.diagnostic.get(0))
    table.sort(findings, function(a, b)
      if a.line ~= b.line then return a.line < b.line end
      if a.column ~= b.column then return a.column < b.column end
      return a.code .. a.message < b.code .. b.message
    end)
    return findings
  ]])
end

--- The first finding of a rule, or nil.
function Session:finding(code)
  return vim.iter(self:findings()):find(function(finding)
    return finding.code == code
  end)
end

--- The findings once they have stopped to change.
function Session:settled()
  local last, since = nil, vim.uv.now()
  self:wait("the findings to settle", function()
    local now = self:findings()
    if not vim.deep_equal(now, last) then
      last, since = now, vim.uv.now()
    end
    return vim.uv.now() - since > 400
  end)
  return last
end

--- The server's answer to a request about the place of the cursor.
function Session:ask(method)
  return self:lua(
    [[
    local client = vim.lsp.get_clients({ bufnr = 0 })[1]
    local at = vim.lsp.util.make_position_params(0, client.offset_encoding)
    local reply, reason = client:request_sync(..., at, 5000, 0)
    return { result = reply and reply.result, reason = reason or reply and reply.err and reply.err.message }
  ]],
    method
  )
end

--- Presses K at the cursor and returns the text of the window that opens, and the lines of the screen that it changed.
function Session:hover()
  local without = self:screen()
  self:keys("K")
  local window = [[vim.iter(vim.api.nvim_list_wins()):find(function(w)
    return vim.api.nvim_win_get_config(w).relative ~= "" and w ~= vim.api.nvim_get_current_win() end)]]
  local lines = self:wait("a hover", function()
    return self:lua(([[
      local window = %s
      return window and vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false) or false
    ]]):format(window))
  end)
  vim.wait(200) -- for the screen to follow
  local with, first, last = self:screen(), nil, 0
  for row, line in ipairs(with) do
    if line ~= without[row] then
      first, last = first or row, row
    end
  end
  self:lua(("vim.api.nvim_win_close(%s, true)"):format(window))
  return lines, vim.list_slice(with, math.max((first or 1) - 1, 1), last)
end

--- The completions that the menu shows; waits for the menu.
function Session:offers()
  self:wait("completions", function()
    return self:lua("return vim.fn.pumvisible() == 1")
  end)
  vim.wait(300) -- the menu narrows while the last keys arrive
  return self:lua([[return vim.tbl_map(function(item)
    return { label = item.abbr ~= "" and item.abbr or item.word, kind = item.kind, detail = item.menu }
  end, vim.fn.complete_info({ "matches" }).matches)]])
end

--- Selects the completion whose label holds `text`, and accepts it.
function Session:accept(text)
  local offers = self:offers()
  for _ = 1, #offers do
    self:keys("<C-n>")
    local selected = self:lua([[
      local info = vim.fn.complete_info({ "selected", "items" })
      local item = info.items[info.selected + 1] or { abbr = "" }
      return item.abbr ~= "" and item.abbr or item.word
    ]])
    if selected:find(text, 1, true) then
      self:keys("<C-y>")
      return
    end
  end
  error(("the menu does not offer `%s`; the screen:\n%s"):format(text, table.concat(self:screen(), "\n")), 0)
end

--- The titles of the code actions at the cursor, as `gra` lists them, and the number of the first that holds `text`.
function Session:actions(text)
  self:keys("gra")
  self:shows("Type number and <Enter>")
  local titles, wanted, listed = {}, nil, false
  for _, line in ipairs(self:screen()) do
    listed = listed or line:find("Code actions:", 1, true) ~= nil
    local number, title = line:match("^(%d+): (.+)$")
    if listed and number then
      titles[#titles + 1] = title
      wanted = wanted or title:find(text, 1, true) and number
    end
  end
  if not wanted then
    error(("no code action holds `%s`; there are: %s"):format(text, table.concat(titles, " | ")), 0)
  end
  return titles, wanted
end

--- Applies the first code action at the cursor whose title holds `text`, and waits for the document to change.
function Session:apply(text)
  local before = self:text()
  local titles, number = self:actions(text)
  self:keys(number .. "<CR>")
  self:wait(("the code action `%s` to change the document"):format(text), function()
    return self:text() ~= before
  end)
  return titles, vim.diff(before, self:text(), { ctxlen = 0 })
end

local function alive(pid)
  local stat = io.open(("/proc/%d/stat"):format(pid))
  local zombie = stat and stat:read("*a"):find("^%d+ %b() Z") -- gone, but nobody has asked for its exit code
  if stat then
    stat:close()
  end
  return vim.uv.kill(pid, 0) == 0 and not zombie
end

--- Leaves Neovim and returns its exit code, once no process of its own is left.
function Session:quit()
  local children = self:lua("return vim.api.nvim_get_proc_children(vim.fn.getpid())")
  self:keys("<Esc>:qa!<CR>")
  self:wait("Neovim to end", function()
    return self.code
  end)
  vim.wait(5000, function()
    return not vim.iter(children):any(alive)
  end, 50)
  if vim.iter(children):any(alive) then
    error("the server is still running 5 s after Neovim was left", 0)
  end
  return self.code
end

return drive
