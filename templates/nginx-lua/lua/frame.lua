-- One line of a spill segment: valid JSON whose first bytes stand at fixed places and carry the length and checksum of the rest.
-- {"crc":"1a2b3c4d","length":"00001234","topic":"app_logs","key":"abc","record":{…}}
local ffi = require("ffi")
local cjson = require("cjson.safe")

ffi.cdef([[
unsigned long crc32(unsigned long crc, const unsigned char *data, unsigned int size);
]])

local M = {}

local zlib = ffi.load("libz.so.1") -- nginx depends on it
local HEADER = '{"crc":"%08x","length":"%08d",'
local HEADER_BYTES = #HEADER:format(0, 0)

local function checksum(text)
  return tonumber(zlib.crc32(0, text, #text))
end

-- The line with its line break. Topic names have no character that JSON escapes; a record has no line break.
function M.write(topic, key, record)
  local rest = '"topic":"' .. topic .. (key and '","key":' .. cjson.encode(key) .. ',"record":' or '","record":') .. record .. "}"
  return string.format(HEADER, checksum(rest), #rest) .. rest .. "\n"
end

-- Topic, key (or nil) and record of a line without its line break; nil where it is not what was written.
function M.read(line)
  local crc, length = line:match('^{"crc":"(%x%x%x%x%x%x%x%x)","length":"(%d%d%d%d%d%d%d%d)",')
  if not crc then
    return nil
  end
  local rest = line:sub(HEADER_BYTES + 1)
  if tonumber(length) ~= #rest or tonumber(crc, 16) ~= checksum(rest) then
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
