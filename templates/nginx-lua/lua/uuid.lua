-- UUIDs (RFC 9562): random ones from the kernel's generator, 256 at a time, and named ones for the events of a batch.
local ffi = require("ffi")
local bit = require("bit")

ffi.cdef([[
long getrandom(void *buffer, size_t size, unsigned int flags);
unsigned char *SHA1(const unsigned char *data, size_t size, unsigned char *digest);
]])

local M = {}

local POOL = 4096
local pool = ffi.new("uint8_t[?]", POOL)
local used = POOL
local crypto = ffi.load("libcrypto.so.3")
local digest = ffi.new("uint8_t[20]")
local hex = {}
for byte = 0, 255 do
  hex[byte] = string.format("%02x", byte)
end

local function refill()
  local filled = 0
  while filled < POOL do
    local got = tonumber(ffi.C.getrandom(pool + filled, POOL - filled, 0))
    if got > 0 then
      filled = filled + got
    end
  end
  used = 0
end

local function print(p, version)
  p[6] = bit.bor(bit.band(p[6], 0x0f), version)
  p[8] = bit.bor(bit.band(p[8], 0x3f), 0x80)
  return hex[p[0]] .. hex[p[1]] .. hex[p[2]] .. hex[p[3]] .. "-" .. hex[p[4]] .. hex[p[5]] .. "-" .. hex[p[6]] .. hex[p[7]]
    .. "-" .. hex[p[8]] .. hex[p[9]] .. "-" .. hex[p[10]] .. hex[p[11]] .. hex[p[12]] .. hex[p[13]] .. hex[p[14]] .. hex[p[15]]
end

function M.v4()
  if used + 16 > POOL then
    refill()
  end
  local p = pool + used
  used = used + 16
  return print(p, 0x40)
end

-- A UUID in lower case, or nil when the text is none.
function M.parse(text)
  if text and #text == 36 and text:find("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") then
    return text:lower()
  end
end

-- Version 5: always the same for this UUID and this name.
function M.named(namespace, name)
  local bytes = namespace:gsub("-", ""):gsub("%x%x", function(pair)
    return string.char(tonumber(pair, 16))
  end)
  local text = bytes .. name
  crypto.SHA1(text, #text, digest)
  return print(digest, 0x50)
end

return M
