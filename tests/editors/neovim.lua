-- The server in a real Neovim, driven key by key. Run as `nvim -l neovim.lua FOLDER`, with the staffwork to test on
-- PATH and a copy of editors/sample as FOLDER.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))
local editors = vim.fs.normalize(here .. "/../../editors")
local drive = dofile(editors .. "/neovim/drive.lua")
local folder = assert(arg[1], "usage: nvim -l neovim.lua FOLDER")
local passed, failed = 0, 0
drive.limit(800)

local function say(line)
  io.stdout:write(line, "\n")
  io.stdout:flush()
end

local LEDGER = "docs/decisions/0007-store-for-the-payment-ledger.md"
local QUEUE = "docs/decisions/0006-queue-for-settlement-jobs.md"
local BUS = "rfcs/0012-one-event-bus.md"
local PLATFORM = "strategy/2026-payments-platform.md"

local function report(name, body, ...)
  local ok, reason = pcall(body, ...)
  if ok then
    passed = passed + 1
    say("ok - " .. name)
  else
    failed = failed + 1
    say(("not ok - %s: %s"):format(name, (tostring(reason):gsub("\n", "\n    "))))
  end
end

local function open(file, options)
  return drive.start(vim.tbl_extend("force", { folder = folder, file = file }, options or {}))
end

--- A test of its own, in a Neovim of its own.
local function test(name, file, body, options)
  report(name, function()
    local editor = open(file, options)
    local ok, reason = pcall(body, editor)
    local left, code = pcall(editor.quit, editor)
    if not ok then
      error(reason, 0)
    elseif not left or code ~= 0 then
      error("leaving Neovim: " .. tostring(code), 0)
    end
  end)
end

local function expect(holds, sentence, ...)
  if not holds then
    error(sentence:format(...), 0)
  end
  return holds
end

local function told(findings)
  return table.concat(vim.tbl_map(function(f)
    return ("%d:%d %s `%s`: %s"):format(f.line, f.column, f.code, f.text, f.message)
  end, findings), "\n")
end

--- Waits until no finding of a rule is left, or none that says so.
local function gone(editor, code, says)
  editor:wait(("%s to go away"):format(code), function()
    return not vim.iter(editor:findings()):any(function(f)
      return f.code == code and f.message:find(says or "", 1, true) ~= nil
    end)
  end)
end

local function appears(editor, code)
  return editor:wait(("%s to be found"):format(code), function()
    return editor:finding(code)
  end)
end

--- What the command line says about the document as it is in the editor, told like findings.
local function checked(editor, file)
  local path = folder .. "/" .. file
  vim.fn.writefile(editor:lines(), path)
  local done = vim.system({ "staffwork", "check", "--format", "json", path }, { cwd = folder, text = true }):wait(10000)
  expect(done.code < 2, "`staffwork check` ended with %d: %s", done.code, done.stderr)
  return table.concat(vim.tbl_map(function(d)
    return ("%d:%d %s"):format(d.line, d.column, d.code)
  end, vim.json.decode(done.stdout).files[1].diagnostics), "\n")
end

--- The findings of the editor in the words of the command line, whose columns count characters.
local function shown(editor)
  local lines = editor:lines()
  local findings = vim.tbl_map(function(f)
    return { f.line, vim.fn.strchars((lines[f.line] or ""):sub(1, f.column - 1)) + 1, f.code }
  end, editor:settled())
  return table.concat(vim.tbl_map(function(f)
    return ("%d:%d %s"):format(unpack(f))
  end, findings), "\n")
end

local function sorted(text)
  local lines = vim.split(text, "\n")
  table.sort(lines)
  return table.concat(lines, "\n")
end

local function agrees_with_check(editor, file)
  local in_editor, on_command_line = sorted(shown(editor)), sorted(checked(editor, file))
  local difference = vim.diff(on_command_line, in_editor)
  expect(in_editor == on_command_line, "the editor and `staffwork check` differ:\n%s", difference)
end

-- What is found, and where: each code with the line it stands on and, where that is shorter, the text it underlines.
local FINDINGS = {
  [LEDGER] = {
    { "missing-section", on = "# 0007. Keep the payment ledger in PostgreSQL", says = "Evaluation Criteria" },
    { "invalid-status", on = "Status: acepted", underlines = "acepted" },
    { "few-options", on = "## Options" },
    { "heading-near-miss", on = "## Recomendation" },
    { "placeholder", on = "- Next decision point: [When to reevaluate]", underlines = "[When to reevaluate]" },
  },
  [QUEUE] = {
    { "matrix-missing-score", on = "| Complexity        | 7               | 4               |                  |" },
  },
  [BUS] = {
    { "missing-metadata", says = "Created" },
    { "missing-section", says = "Risks" },
    { "placeholder-enum", on = "Status: Draft/Under Review/Accepted/Rejected" },
    { "few-options", on = "## Alternatives Considered" },
    { "empty-section", on = "## Success Metrics" },
    { "stub-section", on = "TBD" },
    { "placeholder", on = "Week 5-8: [Milestone]", underlines = "[Milestone]" },
  },
  [PLATFORM] = {
    { "missing-section", says = "Governance" },
    { "placeholder", on = "- Cost: [Current → Future]", underlines = "[Current → Future]" },
    { "empty-section", on = "### Investment Required" },
    { "heading-near-miss", on = "### Sucess Metrics" },
  },
}

for _, file in ipairs({ LEDGER, QUEUE, BUS, PLATFORM }) do
  local editor
  report(file .. " opens", function()
    editor = open(file)
    expect(#editor:settled() > 0, "nothing is underlined")
  end)
  for _, wanted in ipairs(editor and FINDINGS[file] or {}) do
    report(("%s: %s"):format(file, wanted[1]), function()
      local lines = editor:lines()
      local fits = vim.iter(editor:findings()):any(function(f)
        return f.code == wanted[1]
          and (not wanted.on or lines[f.line] == wanted.on)
          and (not wanted.underlines or f.text == wanted.underlines)
          and f.message:find(wanted.says or "", 1, true) ~= nil
      end)
      expect(fits, "not found, or not as it should be; there are:\n%s", told(editor:findings()))
    end)
  end
  report(file .. ": nothing else", function()
    local known = vim.tbl_map(function(wanted)
      return wanted[1]
    end, FINDINGS[file])
    for _, f in ipairs(editor:findings()) do
      expect(vim.list_contains(known, f.code), "%d:%d %s: %s", f.line, f.column, f.code, f.message)
      expect(f.source == "staffwork", "%s comes from `%s`", f.code, f.source)
    end
  end)
  report(file .. ": the command line finds the same", function()
    agrees_with_check(editor, file)
    expect(editor:quit() == 0, "Neovim did not end with 0")
  end)
end

test("ordinary Markdown is silent", "README.md", function(editor)
  vim.wait(1000)
  expect(#editor:settled() == 0, "findings:\n%s", told(editor:findings()))
  editor:keys("Go<CR>## Opt") -- nor does typing a heading make it a document of a kind
  vim.wait(500)
  expect(#editor:settled() == 0, "after typing:\n%s", told(editor:findings()))
  editor:keys("<Esc>")
end)

test("the server names itself and its version", LEDGER, function(editor)
  local server = editor:lua("return vim.lsp.get_clients()[1].server_info or {}")
  local version = vim.trim(vim.system({ "staffwork", "--version" }, { text = true }):wait(10000).stdout)
  expect(("%s %s"):format(server.name, server.version) == version, "%s, not %s", vim.inspect(server), version)
end)

test("`## ` offers what is missing, and only that", LEDGER, function(editor)
  editor:go("## Recomendation")
  editor:keys("O<CR><Up>## ")
  local labels = vim.tbl_map(function(offer)
    return offer.label
  end, editor:offers())
  expect(labels[1]:find("Evaluation Criteria", 1, true), "the first is `%s`", tostring(labels[1]))
  for _, label in ipairs(labels) do
    expect(not label:find("Context", 1, true), "`%s` is there already", label)
  end
end)

test("an accepted heading brings its skeleton, with gaps to fill", LEDGER, function(editor)
  editor:go("## Recomendation")
  editor:keys("O<CR><Up>## Ev")
  editor:accept("Evaluation Criteria")
  for _, words in ipairs({ "\n## Evaluation Criteria\n", "Performance", "Cost", "Complexity", "Reversibility" }) do
    editor:wait(("`%s`"):format(words), function()
      return editor:text():find(words, 1, true)
    end)
  end
  expect(not editor:text():find("## Ev\n", 1, true), "what was typed is still there")
  expect(not editor:text():find("${", 1, true), "the snippet was not expanded")
  expect(editor:lua("return vim.snippet.active()"), "there is no gap to fill")
  local line = editor:lua("return vim.fn.line('.')")
  editor:keys("PostgreSQL 17<Tab>")
  local filled = editor:lines()[line]
  expect(filled:find("PostgreSQL 17", 1, true), "the first gap was not replaced: `%s`", filled)
  gone(editor, "missing-section", "Evaluation Criteria")
end)

test("a status of two words is completed whole", BUS, function(editor)
  editor:go("Status:")
  editor:keys("C")
  editor:keys("Status: ")
  editor:accept("Under Review")
  editor:keys("<Esc>")
  expect(vim.list_contains(editor:lines(), "Status: Under Review"), "`%s`", editor:lines()[3])
  gone(editor, "placeholder-enum")
  expect(not editor:finding("invalid-status"), "it is no status")
end)

test("a heading of a strategy is completed at its level", PLATFORM, function(editor)
  editor:keys("Go<CR>### Go")
  editor:accept("Governance")
  editor:keys("<Esc><Esc>")
  local lines = editor:lines()
  expect(vim.list_contains(lines, "### Governance"), "it is not:\n%s", table.concat(lines, "\n", #lines - 5))
  gone(editor, "missing-section", "Governance")
end)

for _, at in ipairs({
  { LEDGER, "## Context", "Context" },
  { LEDGER, "Status:", "status" },
  { QUEUE, "## Evaluation Criteria", "Evaluation Criteria" },
  { QUEUE, "Reversibility", "Reversibility" },
  { BUS, "## Motivation", "Motivation" },
  { BUS, "Author:", "author" },
  { PLATFORM, "### Risks & Contingencies", "Risks" },
}) do
  test(("K on `%s` explains it"):format(at[2]), at[1], function(editor)
    editor:go(at[2])
    local text = table.concat((editor:hover()), "\n")
    expect(text:lower():find(at[3]:lower(), 1, true), "it says: %s", text)
    expect(#text > #at[3] + 40, "it says no more than `%s`", text)
  end)
end

test("ordinary prose has no hover", "README.md", function(editor)
  editor:go("things left undone")
  local reply = editor:ask("textDocument/hover")
  expect(not reply.reason, "the request failed: %s", tostring(reply.reason))
  expect(not reply.result or reply.result == vim.NIL, "it says: %s", vim.inspect(reply.result))
end)

test("a misspelt heading is renamed", LEDGER, function(editor)
  local found = appears(editor, "heading-near-miss")
  editor:go("Recomendation")
  editor:apply("Recommendation")
  expect(editor:lines()[found.line] == "## Recommendation", "`%s`", editor:lines()[found.line])
  gone(editor, "heading-near-miss")
  editor:keys("u")
  appears(editor, "heading-near-miss")
end)

test("a misspelt status is mended", LEDGER, function(editor)
  appears(editor, "invalid-status")
  editor:go("acepted")
  editor:apply("accepted")
  expect(editor:lines()[3] == "Status: accepted", "`%s`", editor:lines()[3])
  gone(editor, "invalid-status")
end)

test("all missing sections are inserted at once", "docs/decisions/0008-new.md", function(editor)
  editor:keys("i# 0008. Choose a cache<CR><CR>Status: proposed<CR><CR>## Context<CR><CR>")
  editor:keys("Reads are slow, 900 ms at p99.<CR><CR>## Options<CR><CR>### Redis<CR><CR>### Memcached<CR><CR>")
  editor:keys("### Do nothing<CR><CR>## Alternative Paths<CR><CR>- If we're wrong: it is switched off.<Esc>gg")
  appears(editor, "missing-section")
  editor:apply("missing sections")
  gone(editor, "missing-section")
  local text, last = editor:text(), 0
  for _, title in ipairs({ "Context", "Options", "Evaluation Criteria", "Recommendation", "Alternative Paths" }) do
    local at = expect(text:find("\n## " .. title, last + 1, true), "`%s` is not there, or not in its place", title)
    last = at
  end
end)

test("the open cell is told until it is filled", QUEUE, function(editor)
  local cell = appears(editor, "matrix-missing-score")
  editor:lua("vim.api.nvim_win_set_cursor(0, { ... })", cell.line, #editor:lines()[cell.line] - 10)
  editor:keys("R3")
  gone(editor, "matrix-missing-score") -- while still typing
  editor:keys("<BS><Esc>")
  appears(editor, "matrix-missing-score")
end)

test("an option is renamed wherever its document names it", QUEUE, function(editor)
  editor:go("Amazon SQS      |")
  local places = editor:ask("textDocument/documentHighlight").result or {}
  expect(#places == 2, "%d places are highlighted", #places)
  editor:lua("vim.lsp.buf.rename('SQS | FIFO')")
  editor:wait("the heading to change", function()
    return vim.list_contains(editor:lines(), "### Option B: SQS | FIFO")
  end)
  expect(editor:text():find("| SQS \\| FIFO ", 1, true), "the matrix has it not:\n%s", editor:text())
  editor:lua("vim.lsp.buf.rename('RabbitMQ')")
  editor:shows("`RabbitMQ` is another option of this document")
  editor:keys("<CR>u")
  expect(vim.list_contains(editor:lines(), "### Option B: Amazon SQS"), "one step does not take it back")
end)

test("a matrix is built, weighed and added up by actions", "docs/decisions/0011-queue.md", function(editor)
  editor:lua([[vim.api.nvim_buf_set_lines(0, 0, -1, true, { "# 0011. Choose a queue", "", "Status: proposed", "",
    "## Context", "", "Jobs get lost.", "", "## Options", "", "- Postgres", "- RabbitMQ", "- Do nothing", "",
    "## Evaluation Criteria", "", "- Throughput (60%): jobs a second", "- Simplicity (20%): what there is to learn" })]])
  appears(editor, "missing-section")
  editor:go("- Postgres")
  editor:apply("Build a matrix of the options")
  editor:wait("the matrix", function()
    return editor:text():find("| Throughput | 60%    |", 1, true)
  end)
  for row, scores in ipairs({ "| Throughput | 60% | 4 | 2 | 5 |", "| Simplicity | 20% | 5 | 3 | 4 |" }) do
    editor:go(row == 1 and "| Throughput" or "| Simplicity")
    editor:keys("0C" .. scores .. "<Esc>")
  end
  editor:apply("Normalise the weights to 100 %")
  editor:apply("Add the totals to the matrix")
  local total = vim.iter(editor:lines()):find(function(line)
    return line:find("^| Total") ~= nil
  end)
  expect(total and total:find("4.25 .* 2.25 .* 4.75"), "the totals are `%s`", total)
end)

test("the outline holds the headings", PLATFORM, function(editor)
  local names = {}
  local function walk(symbols)
    for _, symbol in ipairs(symbols) do
      names[#names + 1] = symbol.name
      walk(symbol.children or {})
    end
  end
  walk(editor:ask("textDocument/documentSymbol").result or {})
  for _, title in ipairs({ "Executive Summary", "Migration Path", "Risks & Contingencies" }) do
    local held = vim.iter(names):any(function(name)
      return name:find(title, 1, true) ~= nil
    end)
    expect(held, "`%s` is not in: %s", title, table.concat(names, " | "))
  end
end)

-- Text that is long in one encoding and short in another, before and around what is found.
local WIDE = "i# 0009. Größe 🚀 der Warteschlange 日本語<CR><CR>Status: 🚀é acepted<CR><CR>## Context<CR><CR>"
  .. "👩‍💻 sagt: „dreißig“ é [What problem are we solving?]<CR><CR>## Recomendation<CR><CR>🚀 日本 [X]<Esc>"

--- A server that reads the whole text afresh sees the same outline as the one that was told of every edit.
local function outline_survives_a_restart(editor)
  local grown = editor:ask("textDocument/documentSymbol").result
  expect(#vim.json.encode(grown) > 2000, "too little to compare: %s", vim.inspect(grown))
  editor:lua("vim.lsp.get_clients()[1]:stop()")
  editor:wait("the server to end", function()
    return editor:lua("return #vim.lsp.get_clients() == 0")
  end)
  editor:lua("vim.bo.filetype = 'markdown'") -- starts another
  editor:wait("another server", function()
    return editor:lua("local c = vim.lsp.get_clients({ bufnr = 0 })[1] return c ~= nil and c.initialized == true")
  end)
  local fresh = editor:ask("textDocument/documentSymbol").result
  expect(vim.deep_equal(grown, fresh), "%s", vim.diff(vim.inspect(fresh), vim.inspect(grown)))
end

--- Lua that makes Neovim offer one position encoding only.
local function speaking(encoding)
  return ([[vim.lsp.config("staffwork", { capabilities = vim.tbl_deep_extend("force",
    vim.lsp.protocol.make_client_capabilities(), { general = { positionEncodings = { %q } } }) })]])
    :format(encoding)
    :gsub("\n", " ")
end

for _, encoding in ipairs({ "utf-8", "utf-16", "utf-32" }) do
  local file = ("docs/decisions/0009-%s.md"):format(encoding)
  test(("typing wide characters keeps the server in step, %s"):format(encoding), file, function(editor)
    local spoken = editor:lua("return vim.lsp.get_clients()[1].offset_encoding")
    expect(spoken == encoding, "the server speaks %s", spoken)
    editor:keys(WIDE)
    local near = appears(editor, "heading-near-miss")
    expect(near.text:find("Recomendation", 1, true), "`%s` is underlined", near.text)
    agrees_with_check(editor, file)
    editor:keys("gg3GA🚀é日<Esc>7GI„é🚀<Esc>7Gxp5Gddu<C-r>uggP")
    agrees_with_check(editor, file)
  end, { before = speaking(encoding) })

  file = ("docs/decisions/0010-%s.md"):format(encoding)
  test(("2,000 random edits converge, %s"):format(encoding), file, function(editor)
    for seed = 1, 10 do
      editor:lua(
        [[
        local seed = ...
        math.randomseed(seed)
        local pieces = { "é", "🚀", "\n", "\n\n", "## ", "## Options\n", "日本語", "[Quantified]", "- ", "e\u{301}",
          "\nStatus: acepted\n", "| a | 🚀 |", "👩‍💻", "\u{2028}", "\u{85}", "x", " ", "```\n", "# T\n" }
        local function place()
          local row = math.random(vim.api.nvim_buf_line_count(0)) - 1
          local line = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
          return row, vim.str_byteindex(line, "utf-32", math.random(0, vim.str_utfindex(line, "utf-32")))
        end
        for _ = 1, 200 do
          local row, column = place()
          local end_row, end_column = place()
          local ordered = row < end_row or row == end_row and column <= end_column
          if math.random() < 0.2 and ordered and end_row - row < 4 then
            vim.api.nvim_buf_set_text(0, row, column, end_row, end_column, {})
          else
            local piece = vim.split(pieces[math.random(#pieces)], "\n")
            vim.api.nvim_buf_set_text(0, row, column, row, column, piece)
          end
        end
      ]],
        seed
      )
      vim.wait(50)
    end
    -- A recognisable document in front, so that there is something to find after all that.
    editor:lua([[vim.api.nvim_buf_set_lines(0, 0, 0, true, { "# 0010. Wide 🚀", "", "Status: é acepted", "",
      "## Context", "", "Now.", "", "## Recomendation", "", "This.", "", "## Alternative Paths", "", "None [X]", "" })]])
    appears(editor, "invalid-status")
    agrees_with_check(editor, file)
    outline_survives_a_restart(editor)
  end, { before = speaking(encoding) })
end

report("editors/try opens a document in a terminal, with tips below it", function()
  local staffwork = vim.fn.exepath("staffwork")
  local terminal = drive.terminal({ editors .. "/try", "--server", staffwork }, { folder = folder })
  terminal:shows("0007. Keep the payment ledger")
  terminal:shows("staffwork is at work above")
  terminal:shows("■") -- a finding, beside its line
  terminal:send(":qa!\r")
  terminal:wait("it to end", function()
    return terminal.code
  end)
  expect(terminal.code == 0, "exit code %d", terminal.code)
end)

test("the server ends with 0 when it is stopped", LEDGER, function(editor)
  editor:lua("vim.lsp.get_clients()[1]:stop()")
  local ended = editor:wait("the server to end", function()
    return editor:lua("return vim.g.ended or false")
  end, 5)
  expect(ended == "0 0", "exit code and signal: %s", ended)
end, {
  before = [[vim.lsp.config("staffwork", { on_exit = function(code, signal)
    vim.schedule(function() vim.g.ended = code .. " " .. signal end) end })]],
})

--- The code blocks of editors/neovim/README.md, which are to work as they stand.
local function snippets()
  local blocks = {}
  for block in io.open(editors .. "/neovim/README.md"):read("*a"):gmatch("```lua\n(.-)```") do
    blocks[#blocks + 1] = block
  end
  return blocks
end

for number, snippet in ipairs(snippets()) do
  local adds = not snippet:find("staffwork", 1, true) -- names no server: it adds to the first
  local init, lines = vim.fn.tempname() .. ".lua", (adds and snippets()[1] or "") .. snippet
  vim.fn.writefile(vim.split((lines:gsub("/path/to/staffwork", vim.fs.dirname(editors))), "\n"), init)
  test(("configuration %d of editors/neovim/README.md works"):format(number), LEDGER, function(editor)
    appears(editor, "invalid-status")
    editor:keys("Go## Ev" .. (adds and "" or "<C-x><C-o>"))
    editor:wait("a completion, or the menu", function() -- Ctrl-X Ctrl-O inserts what is alone
      return editor:lua("return vim.fn.pumvisible() == 1") or editor:text():find("\n## Evaluation Criteria", 1, true)
    end)
    editor:keys("<Esc>")
  end, { init = init })
end

say(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
