-- Looks a value up in JSON text that is known to be valid, and builds nothing.
local ffi = require("ffi")
local json = require("json")

local M = {}

-- Source text of the value at a path of member names in a valid object, or nil. The first of equal names counts.
function M.find(text, path)
  local p = ffi.cast("const uint8_t *", text)
  local i = json.skip(p, 0)
  for depth = 1, #path do
    local wanted = '"' .. path[depth] .. '"'
    if p[i] ~= 0x7b then
      return nil
    end
    i = json.skip(p, i + 1)
    while p[i] == 0x22 do
      local name = text:sub(i + 1, json.string_end(p, i + 1))
      i = json.key_end(p, i)
      if name == wanted then
        break
      end
      i = json.skip(p, json.value_end(p, i))
      if p[i] ~= 0x2c then
        return nil
      end
      i = json.skip(p, i + 1)
    end
    if p[i] == 0x7d then
      return nil
    end
  end
  return text:sub(i + 1, json.value_end(p, i))
end

return M
