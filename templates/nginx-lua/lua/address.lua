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

-- The address in canonical form, shortened to /24 or /48 where `truncated`; nil when it is no address.
local function canonical(text, truncated)
  if #text > 45 then
    return nil
  end
  local family, kept, size
  if C.inet_pton(AF_INET, text, binary) == 1 then
    family, kept, size = AF_INET, 3, 4
  elseif C.inet_pton(AF_INET6, text, binary) == 1 then
    family, kept, size = AF_INET6, 6, 16
  else
    return nil
  end
  if truncated then
    ffi.fill(binary + kept, size - kept)
  end
  C.inet_ntop(family, binary, printed, 64)
  return ffi.string(printed)
end

-- What meta.ip holds, or nil when the spec says that no address is kept.
function M.of_client()
  if settings.address == "none" then
    return nil
  end
  local truncated = settings.address == "truncated"
  if settings.trusted_hops > 0 then
    local header = ngx.var.http_x_forwarded_for
    local entry = header and forwarded(header, settings.trusted_hops)
    local address = entry and canonical(entry, truncated)
    if address then
      return address
    end
  end
  local peer = ngx.var.proxy_protocol_addr
  if not peer or peer == "" then
    peer = ngx.var.remote_addr
  end
  return canonical(peer, truncated)
end

return M
