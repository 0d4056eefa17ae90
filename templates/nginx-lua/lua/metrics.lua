-- Counters and gauges of all workers. A worker counts in a table of its own and adds to the shared memory once a second.
local fast = require("fast")

local M = {}

local shared = ngx.shared.clickstream_metrics
local counts = {}
local GAUGE_SECONDS = 5 -- a worker that is gone is forgotten
-- Upper bounds in seconds; the last bucket is +Inf.
local BOUNDS = { 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5 }
M.BOUNDS = BOUNDS
local acks, ack_seconds, ack_count = {}, 0, 0
-- The bucket of each whole millisecond below the last bound: found without a loop, for each event.
local BUCKET = {}
for millisecond = 0, BOUNDS[#BOUNDS] * 1000 - 1 do
  local index = 1
  while millisecond >= BOUNDS[index] * 1000 do
    index = index + 1
  end
  BUCKET[millisecond] = index
end
for index = 1, #BOUNDS + 1 do
  acks[index] = 0
end

-- Counters that are there from the start, so that a rate over them begins at 0.
for _, name in ipairs({
  "kafka_acks_total",
  "kafka_errors_total",
  "spilled_total",
  "resent_total",
  "spill_errors_total",
  "rejected_total",
  "rejected_dropped_total",
}) do
  shared:add("clickstream_" .. name, 0)
end
for _, result in ipairs({ "accepted", "refused", "limited", "unavailable", "lost" }) do
  shared:add('clickstream_events_total{result="' .. result .. '"}', 0)
end

for _, by in ipairs({ "address", "project" }) do
  shared:add('clickstream_limited_total{by="' .. by .. '"}', 0)
end

local function me()
  return "\0" .. (ngx.worker.id() or 0)
end

function M.add(name, count)
  counts[name] = (counts[name] or 0) + count
end

-- A name for each value of a label, put together once.
local function labelled(family, label)
  return setmetatable({}, {
    __index = function(names, value)
      local name = family .. "{" .. label .. '="' .. value .. '"}'
      names[value] = name
      return name
    end,
  })
end
local requests = labelled("clickstream_requests_total", "code")
local results = labelled("clickstream_events_total", "result")

function M.request(status)
  M.add(requests[status], 1)
end

-- `result` is accepted, refused, limited, unavailable or lost.
function M.events(result, count)
  M.add(results[result], count)
end

function M.acknowledged(seconds)
  -- The event loop's clock has milliseconds, and a bound counts as below itself.
  local index = BUCKET[math.max(0, math.ceil(seconds * 1000 - 0.5) - 1)] or #BOUNDS + 1
  acks[index] = acks[index] + 1
  ack_seconds = ack_seconds + seconds
  ack_count = ack_count + 1
end

function M.gauge(name, value)
  shared:set(name .. me(), value, GAUGE_SECONDS)
end

-- Sum of a gauge over the other workers.
function M.of_others(name)
  local sum = 0
  for id = 0, ngx.worker.count() - 1 do
    if id ~= ngx.worker.id() then
      sum = sum + (shared:get(name .. "\0" .. id) or 0)
    end
  end
  return sum
end

-- What the nginx module has counted since the last time.
local function take_over(state)
  M.add(requests[200], tonumber(state.requests))
  M.add(results.accepted, tonumber(state.events))
  M.add("clickstream_kafka_acks_total", tonumber(state.acks))
  ack_seconds = ack_seconds + state.ack_seconds
  for index = 1, #BOUNDS + 1 do
    local count = tonumber(state.ack_counts[index - 1])
    acks[index] = acks[index] + count
    ack_count = ack_count + count
    state.ack_counts[index - 1] = 0
  end
  state.requests, state.events, state.acks, state.ack_seconds = 0, 0, 0, 0
end

function M.flush()
  if fast and fast.state then
    take_over(fast.state)
  end
  for name, count in pairs(counts) do
    if count ~= 0 then
      shared:incr(name, count, 0)
      counts[name] = 0
    end
  end
  local sum = 0
  for index = 1, #BOUNDS + 1 do
    sum = sum + acks[index]
    if ack_count > 0 then
      shared:incr('clickstream_ack_seconds_bucket{le="' .. (BOUNDS[index] or "+Inf") .. '"}', sum, 0)
    end
    acks[index] = 0
  end
  if ack_count > 0 then
    shared:incr("clickstream_ack_seconds_sum", ack_seconds, 0)
    shared:incr("clickstream_ack_seconds_count", ack_count, 0)
    ack_seconds, ack_count = 0, 0
  end
end

local MOST = { clickstream_spill_oldest_seconds = true, clickstream_kafka_available = true }

-- { [name] = value }: counters, and gauges over all workers (bytes add up; of ages, times and breakers the largest counts).
function M.all()
  local values = {}
  for _, key in ipairs(shared:get_keys(0)) do
    local value = shared:get(key)
    local name = key:match("^([^%z]+)%z")
    if value and not name then
      values[key] = value
    elseif value and (MOST[name] or name:find("breaker", 1, true)) then
      values[name] = math.max(values[name] or 0, value)
    elseif value then
      values[name] = (values[name] or 0) + value
    end
  end
  return values
end

local function by_bound(left, right)
  local a, b = left:match('^clickstream_ack_seconds_bucket{le="(.-)"}'), right:match('^clickstream_ack_seconds_bucket{le="(.-)"}')
  if a and b then
    return (tonumber(a) or math.huge) < (tonumber(b) or math.huge)
  end
  return left < right
end

local function kind(family)
  if family == "clickstream_ack_seconds" then
    return "histogram"
  end
  return family:sub(-6) == "_total" and "counter" or "gauge"
end

-- Prometheus text.
function M.print()
  M.flush()
  local values, names = M.all(), {}
  for name in pairs(values) do
    names[#names + 1] = name
  end
  table.sort(names, by_bound)
  local last
  for _, name in ipairs(names) do
    local family = name:match("^[%w_]+"):gsub("^(clickstream_ack_seconds)_.*", "%1")
    if family ~= last then
      last = family
      ngx.say("# TYPE ", family, " ", kind(family))
    end
    ngx.say(name, " ", values[name])
  end
end

return M
