-- The client's address: from the load balancer's PROXY protocol, or from X-Forwarded-For where trusted proxies stand before it.
local ffi = require("ffi")
local settings = require("settings")

ffi.cdef([[
int inet_pton(int family, const char *text, void *address);
const char *inet_ntop(int family, const void *address, char *text, uint32_t size);
]])

local M = {}

local C = ffi.C
local AF_INET, AF_INET6 = 2, 10
local MAPPED = "\0\0\0\0\0\0\0\0\0\0\255\255" -- an IPv4 address in an IPv6 socket
local binary = ffi.new("uint8_t[16]")
local printed = ffi.new("char[64]")

-- Each trusted proxy appended the address that called it, so the client's stands as many places from the right.
local function forwarded(header, hops)
  local entries, count = {}, 0
  for entry in header:gmatch("[^,]+") do
    count = count + 1
    entries[count] = entry:match("^%s*(.*%S)") or ""
  end
  return entries[count - hops + 1]
end

local function print(family, kept, size)
  ffi.fill(binary + kept, size - kept)
  C.inet_ntop(family, binary, printed, 64)
  return ffi.string(printed)
end

-- What is stored (nil when the spec says that no address is kept), and the key of the limits: IPv6 by /64, which one household has.
local function parse(text)
  if #text > 45 then
    return nil
  end
  local family, size, kept, of_limit = AF_INET, 4, 3, 4
  if C.inet_pton(AF_INET, text, binary) ~= 1 then
    if C.inet_pton(AF_INET6, text, binary) ~= 1 then
      return nil
    end
    if ffi.string(binary, 12) == MAPPED then
      ffi.copy(binary, binary + 12, 4)
    else
      family, size, kept, of_limit = AF_INET6, 16, 6, 8
    end
  end
  local limit = ffi.string(binary, of_limit)
  if settings.address == "none" then
    return { limit = limit }
  end
  return { stored = print(family, settings.address == "truncated" and kept or size, size), limit = limit }
end

-- Parsed addresses, in two generations: the old one goes when the new one is full.
local GENERATION = 4096
local young, old, count = {}, {}, 0

local function known(text)
  local found = young[text]
  if found then
    return found
  end
  found = old[text] or parse(text)
  if found then
    if count >= GENERATION then
      young, old, count = {}, young, 0
    end
    young[text] = found
    count = count + 1
  end
  return found
end

-- { stored?, limit } of this request's client.
function M.of_client()
  if settings.trusted_hops > 0 then
    local header = ngx.var.http_x_forwarded_for
    local entry = header and forwarded(header, settings.trusted_hops)
    local found = entry and known(entry)
    if found then
      return found
    end
  end
  local peer = ngx.var.proxy_protocol_addr
  if not peer or peer == "" then
    peer = ngx.var.remote_addr
  end
  return known(peer) or { limit = peer }
end

return M
