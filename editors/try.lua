-- What `editors/try --headless` shows: somebody opens a decision record, a proposal and a strategy in Neovim, reads
-- what is underlined, asks what belongs where, writes a section from the template and mends a mistake.
--
-- Run as `nvim -l try.lua FOLDER`, with the staffwork to show on PATH. Ends with a sentence and exit code 1 as soon as
-- the editor does not show what it should.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))
local drive = dofile(here .. "/neovim/drive.lua")
local WIDTH = 100
local FEW = 4 -- findings of one rule that are listed

local STORY = {
  {
    title = "A decision record",
    file = "docs/decisions/0007-store-for-the-payment-ledger.md",
    finds = { "missing-section", "invalid-status", "few-options", "heading-near-miss", "placeholder" },
    hovers = { { at = "## Options", says = "Options" }, { at = "Status:", says = "status" } },
    writes = { above = "## Recomendation", keys = "## Ev", accept = "Evaluation Criteria", skeleton = "Reversibility" },
    mends = { code = "invalid-status", at = "acepted", with = "accepted" },
  },
  {
    title = "A proposal",
    file = "rfcs/0012-one-event-bus.md",
    finds = { "missing-section", "missing-metadata", "placeholder-enum", "empty-section", "stub-section" },
    hovers = { { at = "## Alternatives Considered", says = "Alternatives" }, { at = "Author:", says = "author" } },
    writes = { above = "## Open Questions", keys = "## Ris", accept = "Risks & Mitigation", skeleton = "Risk 2" },
    mends = { code = "missing-metadata", at = "One event bus", with = "Created" },
  },
  {
    title = "A strategy",
    file = "strategy/2026-payments-platform.md",
    finds = { "missing-section", "heading-near-miss", "empty-section", "placeholder" },
    hovers = { { at = "### Migration Path", says = "Migration" } },
    writes = { below = "another team: 41 % → 5 %", keys = "### Gov", accept = "Governance", skeleton = "Review cadence" },
    mends = { code = "heading-near-miss", at = "Sucess Metrics", with = "Success Metrics" },
  },
}

local function say(line)
  io.stdout:write(line or "", "\n")
end

local function heading(text)
  say()
  say("  " .. text)
  say()
end

local function frame(lines)
  while lines[#lines] == "" or lines[#lines] == "~" do
    table.remove(lines)
  end
  say("    ┌" .. ("─"):rep(WIDTH) .. "┐")
  for _, line in ipairs(lines) do
    say("    │" .. line .. (" "):rep(WIDTH - vim.fn.strdisplaywidth(line)) .. "│")
  end
  say("    └" .. ("─"):rep(WIDTH) .. "┘")
end

local function list_findings(findings)
  local seen = {}
  for _, f in ipairs(findings) do
    seen[f.code] = (seen[f.code] or 0) + 1
    if seen[f.code] <= FEW then
      say(("    %4d:%-4d %-8s %s  [%s]"):format(f.line, f.column, f.severity, f.message:gsub("\n", " "), f.code))
    end
  end
  for code, count in vim.spairs(seen) do
    if count > FEW then
      say(("    and %d more  [%s]"):format(count - FEW, code))
    end
  end
  if #findings == 0 then
    say("    nothing")
  end
end

local function list_diff(before, after)
  for line in vim.diff(before, after, { ctxlen = 1 }):gmatch("[^\n]+") do
    if not line:find("^@@") and not line:find("^\\") then
      say("    " .. line)
    end
  end
end

local function expect(holds, sentence, ...)
  if not holds then
    error(sentence:format(...), 0)
  end
end

local function reads(editor, document)
  local findings = editor:settled()
  heading("Neovim shows:")
  frame(editor:screen())
  heading("All that it underlines:")
  list_findings(findings)
  for _, code in ipairs(document.finds) do
    expect(editor:finding(code), "%s was opened, but nothing in it is underlined as %s.", document.file, code)
  end
end

local function asks(editor, hovers)
  for _, hover in ipairs(hovers) do
    editor:go(hover.at)
    editor:keys("zt")
    local lines, screen = editor:hover()
    heading(("K on `%s` explains:"):format(hover.at))
    frame(screen)
    local text = table.concat(lines, "\n"):lower()
    expect(text:find(hover.says:lower(), 1, true), "K on `%s` opened a window that does not name it.", hover.at)
  end
end

local function writes(editor, writing)
  local before = editor:text()
  editor:go(writing.above or writing.below)
  editor:keys("zt" .. (writing.above and "O<CR><Up>" or "o<CR>") .. writing.keys)
  local offers = editor:offers()
  heading(("Typing `%s` offers:"):format(writing.keys))
  frame(vim.list_slice(editor:screen(), 1, 12))
  expect(#offers > 0, "Typing `%s` offered nothing.", writing.keys)
  editor:accept(writing.accept)
  editor:wait(("`%s` to be written"):format(writing.skeleton), function()
    return editor:text():find(writing.skeleton, 1, true)
  end)
  editor:keys("<Esc><Esc>")
  heading(("Accepting `%s` writes:"):format(writing.accept))
  list_diff(before, editor:text())
  editor:wait(("`%s` to be no longer missing"):format(writing.accept), function()
    return not vim.iter(editor:findings()):any(function(f)
      return f.code == "missing-section" and f.message:find(writing.accept, 1, true)
    end)
  end)
end

local function mends(editor, mending)
  local before = editor:text()
  editor:go(mending.at)
  local titles = editor:apply(mending.with)
  heading(("gra on `%s` offers:"):format(mending.at))
  for number, title in ipairs(titles) do
    say(("    %d: %s"):format(number, title))
  end
  heading("and the one taken changes:")
  list_diff(before, editor:text())
  editor:wait(("the finding %s to go away"):format(mending.code), function()
    return not editor:finding(mending.code)
  end)
  heading("Left to do:")
  list_findings(editor:settled())
end

local function session(folder)
  local editor = drive.start({ folder = folder, file = STORY[1].file })
  local server = editor:lua("return vim.lsp.get_clients()[1].server_info or {}")
  local version = vim.version()
  local neovim = ("Neovim %d.%d.%d"):format(version.major, version.minor, version.patch)
  say(("%s %s in %s"):format(server.name, server.version or "", neovim))
  for number, document in ipairs(STORY) do
    if number > 1 then
      editor:edit(document.file)
    end
    say()
    say(("━━ %d of %d ━ %s ━ %s "):format(number, #STORY, document.title, document.file))
    reads(editor, document)
    asks(editor, document.hovers)
    writes(editor, document.writes)
    mends(editor, document.mends)
  end
  local code = editor:quit()
  expect(code == 0, "Neovim ended with exit code %d.", code)
end

drive.limit(180)
local ok, reason = pcall(session, assert(arg[1], "usage: nvim -l try.lua FOLDER"))
if not ok then
  io.stdout:flush()
  io.stderr:write("\neditors/try: ", tostring(reason), "\n")
  os.exit(1)
end
say()
say("Everything the editor should show, it showed.")
os.exit(0)
