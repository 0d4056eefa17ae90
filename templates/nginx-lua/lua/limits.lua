-- Token buckets per address and per project, over all workers: for each bucket the time at which it will be full again (GCRA).
local fast = require("fast")
local settings = require("settings")

local M = {}

local buckets = ngx.shared.clickstream_limits
local BURST_SECONDS = 1 -- a bucket holds what may come in this time
local KEEP_SECONDS = 10
local ADDRESS, PROJECT = 0, 1

-- Takes a token of a bucket that gains `rate` a second; false when there is none.
local function take(kind, key, rate)
  if fast and fast.state then
    return fast.lib.clickstream_take(kind, key, #key, rate, ngx.now()) ~= 0 -- the buckets are the nginx module's then
  end
  key = kind == PROJECT and "project " .. key or key
  local now = ngx.now()
  local full_at = buckets:incr(key, 1 / rate, now, KEEP_SECONDS)
  if not full_at then
    return true -- no memory for another bucket: nobody is refused for that
  end
  local before = full_at - 1 / rate
  if before < now then
    buckets:set(key, now + 1 / rate, KEEP_SECONDS)
  elseif before - now > BURST_SECONDS then
    buckets:incr(key, -1 / rate)
    return false
  end
  return true
end

-- "address", "project", or nil when both have a token for this request, however many events it holds.
function M.exceeded(address, topic)
  if settings.limit_per_address > 0 and not take(ADDRESS, address, settings.limit_per_address) then
    return "address"
  end
  if settings.limit_per_project > 0 and not take(PROJECT, topic, settings.limit_per_project) then
    return "project"
  end
end

return M
