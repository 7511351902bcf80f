-- The server in a real Helix, driven through its screen, with the settings that editors/helix/README.md gives. Run as
-- `nvim -l helix.lua FOLDER`, with hx and the staffwork to test on PATH and a copy of editors/sample as FOLDER.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, "S").source:sub(2)))
local editors = vim.fs.normalize(here .. "/../../editors")
local drive = dofile(editors .. "/neovim/drive.lua")
local folder = assert(arg[1], "usage: nvim -l helix.lua FOLDER")
local passed, failed = 0, 0
drive.limit(120)

local function say(line)
  io.stdout:write(line, "\n")
  io.stdout:flush()
end

local config = vim.fn.tempname()
local settings = io.open(editors .. "/helix/README.md"):read("*a"):match("```toml\n(.-)```")
vim.fn.mkdir(config .. "/helix", "p")
vim.fn.writefile(vim.split(settings, "\n"), config .. "/helix/languages.toml")

local function step(name, body)
  if failed > 0 then
    return
  end
  local ok, reason = pcall(body)
  if ok then
    passed = passed + 1
    say("ok - Helix: " .. name)
  else
    failed = failed + 1
    say(("not ok - Helix: %s: %s"):format(name, (tostring(reason):gsub("\n", "\n    "))))
  end
end

local helix = drive.terminal({ "hx", "docs/decisions/0007-store-for-the-payment-ledger.md" }, {
  folder = folder,
  env = { XDG_CONFIG_HOME = config },
})

local function press(...)
  for _, key in ipairs({ ... }) do
    helix:send(key)
    vim.wait(150)
  end
end

step("findings are shown", function()
  helix:shows("0007. Keep the payment ledger")
  helix:wait("a mark beside line 3", function()
    return table.concat(helix:screen(), "\n"):find("●%s+3%s+Status: acepted")
  end)
end)
step("hover explains a heading", function()
  press("gg", "/## Options\r", " k")
  helix:shows("Options")
  helix:wait("more than the document to be shown", function()
    local _, count = table.concat(helix:screen(), "\n"):gsub("Options", "")
    return count >= 2
  end)
end)
step("a code action mends a status", function()
  press("\27", "gg", "/acepted\r", " a")
  helix:wait("the actions to be listed", function()
    local _, count = table.concat(helix:screen(), "\n"):gsub("accepted", "")
    return count >= 1
  end)
  press("\r")
  helix:shows("Status: accepted")
end)
step("a heading is completed with its skeleton", function()
  press("ge", "o", "\r")
  for key in ("## Ev"):gmatch(".") do
    press(key)
  end
  helix:shows("Evaluation Criteria")
  press("\t", "\r")
  helix:shows("| Performance")
end)
step("it ends", function()
  press("\27", "\27", ":q!\r")
  helix:wait("Helix to end", function()
    return helix.code
  end)
  assert(helix.code == 0, "exit code " .. helix.code)
end)

say(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
