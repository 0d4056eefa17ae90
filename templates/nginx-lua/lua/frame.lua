-- One line of a spill segment: valid JSON whose first bytes stand at fixed places and carry the length and checksum of the rest.
-- {"crc":"1a2b3c4d","length":"00001234","topic":"app_logs","key":"abc","record":{…}}
local bytes = require("bytes")
local ffi = require("ffi")
local cjson = require("cjson.safe")

ffi.cdef([[
unsigned long crc32(unsigned long crc, const unsigned char *data, unsigned int size);
]])

local M = {}

local zlib = ffi.load("libz.so.1") -- nginx depends on it
local HEADER = '{"crc":"%08x","length":"%08d",'
local HEADER_BYTES = #HEADER:format(0, 0)

local function checksum(data, size)
  return tonumber(zlib.crc32(0, data, size))
end

-- Appends a record's line with its line break to `buffer` (bytes.lua): the line's size. Topic names have no character that JSON
-- escapes; a record has no line break.
function M.append(buffer, topic, key, record, size)
  local start = '"topic":"' .. topic .. (key and '","key":' .. cjson.encode(key) .. ',"record":' or '","record":')
  local rest = #start + size + 1
  local line = bytes.add(buffer, HEADER_BYTES + rest + 1)
  local body = line + HEADER_BYTES
  ffi.copy(body, start, #start)
  ffi.copy(body + #start, record, size)
  body[rest - 1], body[rest] = 0x7d, 0x0a -- }
  ffi.copy(line, string.format(HEADER, checksum(body, rest), rest), HEADER_BYTES)
  return HEADER_BYTES + rest + 1
end

-- Topic, key (or nil) and record of a line without its line break; nil where it is not what was written.
function M.read(line)
  local crc, length = line:match('^{"crc":"(%x%x%x%x%x%x%x%x)","length":"(%d%d%d%d%d%d%d%d)",')
  if not crc then
    return nil
  end
  local rest = line:sub(HEADER_BYTES + 1)
  if tonumber(length) ~= #rest or tonumber(crc, 16) ~= checksum(rest, #rest) then
    return nil
  end
  local topic, from = rest:match('^"topic":"([^"]*)",()')
  if rest:sub(from, from + 5) == '"key":' then
    -- A JSON text holds no quote that is not escaped, so the first one that ends a member is the key's own.
    local key, start = rest:match('^("[^"\\]*"),"record":()', from + 6)
    if not key then
      local ends = rest:find('","record":', from + 7, true)
      key, start = rest:sub(from + 6, ends), ends + 11
    end
    return topic, cjson.decode("[" .. key .. "]")[1], rest:sub(start, -2)
  end
  return topic, nil, rest:sub(from + 9, -2)
end

return M
