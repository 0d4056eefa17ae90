-- Circuit breakers: while one is open, what it stands for gets no events but a probe now and then.
local fast = require("fast")

local M = {}

-- While a breaker is open, one event in this time is sent through all the same; it is on the disk before.
local PROBE_SECONDS = 0.5

local open_count = 0

function M.new(name)
  return { name = name, open = false, probe_at = 0 }
end

function M.any_open()
  return open_count > 0
end

-- The nginx module takes requests only while all breakers are closed.
local function count(change)
  open_count = open_count + change
  if fast then
    fast.all_is_well(open_count == 0)
  end
end

function M.open(breaker)
  if not breaker.open then
    breaker.open = true
    breaker.probe_at = ngx.now() + PROBE_SECONDS
    count(1)
    ngx.log(ngx.WARN, breaker.name, " does not acknowledge: its events go to the disk")
  end
end

function M.close(breaker)
  if breaker.open then
    breaker.open = false
    count(-1)
    ngx.log(ngx.WARN, breaker.name, " acknowledges again")
  end
end

-- True for one event in PROBE_SECONDS while it is open.
function M.probe(breaker, now)
  if breaker.open and breaker.probe_at <= now then
    breaker.probe_at = now + PROBE_SECONDS
    return true
  end
  return false
end

return M
