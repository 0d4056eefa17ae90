-- Checks JSON text without building anything from it: RFC 8259 grammar and UTF-8, one pass over the bytes.
-- lua-cjson would accept raw control characters in strings and numbers such as `1.`, which other readers refuse.
local ffi = require("ffi")

local M = {}

local MAX_DEPTH = 128 -- what serde_json, and so Vector, accepts

local function class(members)
  local set = ffi.new("uint8_t[256]")
  for index = 1, #members do
    set[members:byte(index)] = 1
  end
  return set
end

local SPACE = class(" \t\r\n")
local DIGIT = class("0123456789")
local HEX = class("0123456789abcdefABCDEF")
local ESCAPE = class('"\\/bfnrt')
local PLAIN = ffi.new("uint8_t[256]")
for byte = 0x20, 0x7f do
  PLAIN[byte] = 1
end
PLAIN[0x22], PLAIN[0x5c] = 0, 0

local stack = ffi.new("uint8_t[?]", MAX_DEPTH + 1)

-- A Lua string ends with a zero byte, which no class holds: every loop below stops there and no length is needed.
local function skip(p, i)
  while SPACE[p[i]] == 1 do
    i = i + 1
  end
  return i
end

local function continuation(byte)
  return byte >= 0x80 and byte <= 0xbf
end

-- Length of the UTF-8 sequence at i, or nil: no overlong forms, no surrogates, nothing above U+10FFFF.
local function utf8_length(p, i)
  local first, second = p[i], p[i + 1]
  if first >= 0xc2 and first <= 0xdf then
    return continuation(second) and 2 or nil
  end
  if first >= 0xe0 and first <= 0xef then
    local low = first == 0xe0 and 0xa0 or 0x80
    local high = first == 0xed and 0x9f or 0xbf
    return second >= low and second <= high and continuation(p[i + 2]) and 3 or nil
  end
  if first >= 0xf0 and first <= 0xf4 then
    local low = first == 0xf0 and 0x90 or 0x80
    local high = first == 0xf4 and 0x8f or 0xbf
    return second >= low and second <= high and continuation(p[i + 2]) and continuation(p[i + 3]) and 4 or nil
  end
  return nil
end

-- i is behind the opening quote; the index behind the closing one, or nil.
local function string_end(p, i)
  while true do
    while PLAIN[p[i]] == 1 do
      i = i + 1
    end
    local byte = p[i]
    if byte == 0x22 then
      return i + 1
    elseif byte == 0x5c then
      if ESCAPE[p[i + 1]] == 1 then
        i = i + 2
      elseif
        p[i + 1] == 0x75
        and HEX[p[i + 2]] == 1
        and HEX[p[i + 3]] == 1
        and HEX[p[i + 4]] == 1
        and HEX[p[i + 5]] == 1
      then
        i = i + 6
      else
        return nil
      end
    else
      local length = utf8_length(p, i)
      if not length then
        return nil
      end
      i = i + length
    end
  end
end

-- True when a text of any bytes is UTF-8 without control characters.
function M.is_text(text)
  local p = ffi.cast("const uint8_t *", text)
  local i = 0
  while i < #text do
    local byte = p[i]
    local length = (byte >= 0x20 and byte < 0x7f) and 1 or utf8_length(p, i)
    if not length then
      return false
    end
    i = i + length
  end
  return true
end

local function digits_end(p, i)
  if DIGIT[p[i]] == 0 then
    return nil
  end
  while DIGIT[p[i]] == 1 do
    i = i + 1
  end
  return i
end

local function number_end(p, i)
  if p[i] == 0x2d then
    i = i + 1
  end
  if p[i] == 0x30 then
    i = i + 1
  else
    i = digits_end(p, i)
  end
  if i and p[i] == 0x2e then
    i = digits_end(p, i + 1)
  end
  if i and (p[i] == 0x65 or p[i] == 0x45) then
    i = i + 1
    if p[i] == 0x2b or p[i] == 0x2d then
      i = i + 1
    end
    i = digits_end(p, i)
  end
  return i
end

local function literal_end(p, i, literal)
  for offset = 1, #literal do
    if p[i + offset - 1] ~= literal:byte(offset) then
      return nil
    end
  end
  return i + #literal
end

local function scalar_end(p, i)
  local byte = p[i]
  if byte == 0x22 then
    return string_end(p, i + 1)
  elseif byte == 0x74 then
    return literal_end(p, i, "true")
  elseif byte == 0x66 then
    return literal_end(p, i, "false")
  elseif byte == 0x6e then
    return literal_end(p, i, "null")
  end
  return number_end(p, i)
end

-- Index behind `"key" :`, or nil.
local function key_end(p, i)
  if p[i] ~= 0x22 then
    return nil
  end
  i = string_end(p, i + 1)
  if not i then
    return nil
  end
  i = skip(p, i)
  return p[i] == 0x3a and skip(p, i + 1) or nil
end

local OBJECT, ARRAY = 1, 2

-- Index behind the value that begins at i, or nil.
local function value_end(p, i)
  local depth = 0
  repeat
    -- A value begins at i.
    local byte = p[i]
    local closed = false
    if byte == 0x7b or byte == 0x5b then
      depth = depth + 1
      if depth > MAX_DEPTH then
        return nil
      end
      stack[depth] = byte == 0x7b and OBJECT or ARRAY
      i = skip(p, i + 1)
      if p[i] == byte + 2 then -- `}` and `]` follow their openers by two
        closed = true
        depth = depth - 1
        i = i + 1
      elseif byte == 0x7b then
        i = key_end(p, i)
      end
    else
      i = scalar_end(p, i)
      closed = true
    end
    if not i then
      return nil
    end
    -- After a value: close what ends here, or step to the next member.
    while closed do
      if depth == 0 then
        return i
      end
      local container = stack[depth]
      i = skip(p, i)
      if p[i] == 0x2c then
        i = skip(p, i + 1)
        if container == OBJECT then
          i = key_end(p, i)
          if not i then
            return nil
          end
        end
        closed = false
      elseif p[i] == (container == OBJECT and 0x7d or 0x5d) then
        depth = depth - 1
        i = i + 1
      else
        return nil
      end
    end
  until false
end

-- Index behind the object that begins at i, or nil. `p` is the text as bytes.
function M.object_end(p, i)
  return p[i] == 0x7b and value_end(p, i) or nil
end

-- Index of the first byte from i on that is no white space.
M.skip = skip

-- Behind a text that begins at i - 1, behind `"key" :`, and behind a value; or nil.
M.string_end, M.key_end, M.value_end = string_end, key_end, value_end

return M
