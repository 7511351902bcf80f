-- A decision is typed to its end in a real Neovim: `matrix.md` says what is typed and taken, and holds what comes of it.
-- Run as `nvim -l matrix.lua FOLDER`, with the staffwork to test on PATH. With UPDATE=1 in the environment it writes into
-- matrix.md what really comes.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))
local drive = dofile(vim.fs.normalize(here .. "/../../editors/neovim/drive.lua"))
local folder = assert(arg[1], "usage: nvim -l matrix.lua FOLDER")
local SPEC = here .. "/matrix.md"
local FILE = "docs/decisions/0008-matrix.md"
drive.limit(300)

local function say(line)
  io.stdout:write(line, "\n")
  io.stdout:flush()
end

--- What a step does; each is a line of matrix.md, such as "- take `Do nothing`".
local STEPS = {
  ["go to"] = function(editor, text)
    editor:keys("<Esc>")
    editor:go(text)
  end,
  ["type"] = function(editor, keys)
    editor:keys(keys)
  end,
  ["press"] = function(editor, keys)
    editor:keys("<Esc>")
    editor:settled() -- what is pressed goes by the findings
    editor:keys(keys)
  end,
  ["take"] = function(editor, label)
    local before = editor:text()
    editor:accept(label)
    editor:wait(("`%s` to be written"):format(label), function()
      return editor:text() ~= before
    end)
  end,
  ["do"] = function(editor, title)
    editor:keys("<Esc>")
    editor:settled() -- an action is of the document as the server knows it
    editor:apply(title)
  end,
}

--- The findings in one sentence, the most frequent rule first.
local function told(findings)
  local codes, counts = {}, {}
  for _, finding in ipairs(findings) do
    if not counts[finding.code] then
      codes[#codes + 1] = finding.code
    end
    counts[finding.code] = (counts[finding.code] or 0) + 1
  end
  table.sort(codes, function(a, b)
    return counts[a] > counts[b] or counts[a] == counts[b] and a < b
  end)
  local named = vim.tbl_map(function(code)
    return counts[code] > 1 and ("%d × %s"):format(counts[code], code) or code
  end, codes)
  local sum = #findings == 1 and "1 finding" or #findings .. " findings"
  return #findings == 0 and "Leaves no finding." or ("Leaves %s: %s."):format(sum, table.concat(named, ", "))
end

--- What changed, as a fenced block; nothing where nothing did.
local function changes(before, after)
  if before == after then
    return {}
  end
  local lines = { "```diff" }
  for line in vim.diff(before, after, { ctxlen = 0 }):gmatch("[^\n]+") do
    if not line:find("^@@") and not line:find("^\\") then
      lines[#lines + 1] = line
    end
  end
  vim.list_extend(lines, { "```", "" })
  return lines
end

--- The first fenced block: the document as it is to begin with.
local function opening(spec)
  return assert(table.concat(spec, "\n"):match("\n````markdown\n(.-\n)````\n"), "matrix.md holds no document")
end

local END = "(end)" -- behind the last line, so that its steps are told as those above

--- matrix.md as it is when the steps that it names have been done.
local function played(editor, spec)
  local out, before, stepped, skipping = {}, editor:text(), false, false
  local fenced = false
  for _, line in ipairs(vim.list_extend({ unpack(spec) }, { END })) do
    local what, text = line:match("^%- (%l[%l ]*) `(.*)`$")
    if line:find("^````") then
      fenced = not fenced
    end
    if skipping then
      skipping = line ~= "```"
    elseif stepped and line == "```diff" then
      skipping = true
    elseif stepped and (line == "" or line:find("^Leaves ")) then
      -- written anew below
    else
      if stepped and not what then
        local findings = editor:settled()
        vim.list_extend(out, { "", told(findings), "" })
        vim.list_extend(out, changes(before, editor:text()))
        before, stepped = editor:text(), false
      end
      out[#out + 1] = line
      if what and not fenced then
        STEPS[what](editor, text)
        stepped = true
      end
    end
  end
  while out[#out] == "" or out[#out] == END do
    table.remove(out)
  end
  return out
end

local spec = vim.fn.readfile(SPEC)
vim.fn.writefile(vim.split(vim.trim(opening(spec)), "\n"), folder .. "/" .. FILE)
local ok, reason = pcall(function()
  local editor = drive.start({ folder = folder, file = FILE })
  local came = played(editor, spec)
  local left = editor:settled()
  assert(editor:quit() == 0, "Neovim did not end well")
  if vim.env.UPDATE then
    vim.fn.writefile(came, SPEC)
  elseif not vim.deep_equal(came, spec) then
    local difference = vim.diff(table.concat(spec, "\n"), table.concat(came, "\n"), { ctxlen = 2 })
    error("matrix.md says otherwise (UPDATE=1 writes what comes):\n" .. difference, 0)
  end
  assert(#left == 0, "findings are left: " .. told(left))
end)
say(ok and "ok - a decision is typed to its end" or "not ok - a decision is typed to its end: " .. tostring(reason))
say(ok and "1 passed, 0 failed" or "0 passed, 1 failed")
os.exit(ok and 0 or 1)
