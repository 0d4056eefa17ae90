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
-- Two hexadecimal digits of each byte, and where each pair stands in the text: one pass over a buffer, no text in between.
local pairs_of = ffi.new("char[256][2]")
for byte = 0, 255 do
  ffi.copy(pairs_of[byte], string.format("%02x", byte), 2)
end
local AT = ffi.new("uint8_t[16]", { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34 })
local printed = ffi.new("char[36]")
ffi.fill(printed, 36, 0x2d)

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
  for index = 0, 15 do
    local digits, at = pairs_of[p[index]], AT[index]
    printed[at], printed[at + 1] = digits[0], digits[1]
  end
  return ffi.string(printed, 36)
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
