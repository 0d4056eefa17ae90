-- From a request's text to the exact texts of its events.
local ffi = require("ffi")
local json = require("json")

local M = {}

local skip, object_end = json.skip, json.object_end

M.MOST = 5000 -- events in one request; a batch of this size is some hundred times what SDKs send

-- Most texts have nothing to trim. The pattern is greedy on purpose: a lazy one takes quadratic time on a body full of spaces.
local function trim(text)
  local first, last = text:byte(1), text:byte(-1)
  if first and first > 0x20 and last > 0x20 then
    return text
  end
  return text:match("^%s*(.*%S)") or ""
end

local function is_json(text)
  local first = text:byte(1)
  return first == 0x7b or first == 0x5b
end

-- Standard or URL-safe alphabet, with or without padding. nginx itself would leave out what follows a `=`.
local function decode_base64(text)
  text = text:gsub("=?=$", "")
  if text:find("=", 1, true) then
    return nil
  end
  return ngx.decode_base64((text:gsub("[-_]", { ["-"] = "+", ["_"] = "/" })))
end

-- Between tokens a line break means what a space does. Inside of strings JSON has none, so a record is always one line.
local function one_line(text)
  if text:find("\n", 1, true) or text:find("\r", 1, true) then
    return (text:gsub("[\r\n]", " "))
  end
  return text
end

-- Where white space ends, and whether a line break was in it.
local function skip_lines(p, i)
  local from = i
  i = skip(p, i)
  for index = from, i - 1 do
    if p[index] == 0x0a then
      return i, true
    end
  end
  return i, false
end

local function lines(text, p, i)
  local events = {}
  while true do
    local ends = object_end(p, i)
    if not ends then
      return nil
    end
    events[#events + 1] = text:sub(i + 1, ends)
    local next_line
    i, next_line = skip_lines(p, ends)
    if i == #text then
      return events
    elseif not next_line then
      return nil
    end
  end
end

local function elements(text, p, i)
  local events = {}
  i = skip(p, i + 1)
  repeat
    local ends = object_end(p, i)
    if not ends then
      return nil
    end
    events[#events + 1] = text:sub(i + 1, ends)
    i = skip(p, ends)
    local byte = p[i]
    i = skip(p, i + 1)
    if byte == 0x5d then
      return i == #text and events or nil
    end
  until byte ~= 0x2c
  return nil
end

-- Source texts of the objects in a JSON object, an array of objects, or one object a line; nil when it is none of these.
local function split(text)
  local p = ffi.cast("const uint8_t *", text)
  local i = skip(p, 0)
  if p[i] == 0x5b then
    return elements(text, p, i)
  end
  return lines(text, p, i)
end

-- The texts of a JSON object, array of objects, or NDJSON, plain or in base64; or nil and the error's name.
function M.parse(text)
  text = trim(text)
  if text == "" then
    return nil, "EmptyBody"
  end
  if not is_json(text) then
    text = decode_base64(text)
    text = text and trim(text)
    if not text or not is_json(text) then
      return nil, "InvalidBody"
    end
  end
  local events = split(text)
  if not events then
    return nil, "InvalidJson"
  elseif #events > M.MOST then
    return nil, "BatchTooLarge"
  end
  for index = 1, #events do
    events[index] = one_line(events[index])
  end
  return events
end

return M
