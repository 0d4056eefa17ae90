-- CloudWatch's embedded metric format: one JSON line on standard output, from which CloudWatch Logs makes metrics.
-- https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
local cjson = require("cjson.safe")
local metrics = require("metrics")
local settings = require("settings")
local spill = require("spill")

local M = {}

-- Metric → unit and what it is made of. Counters are those of the last line's time.
local COUNTERS = {
  { "Accepted", 'clickstream_events_total{result="accepted"}' },
  { "Refused", 'clickstream_events_total{result="refused"}' },
  { "Limited", 'clickstream_events_total{result="limited"}' },
  { "Unavailable", 'clickstream_events_total{result="unavailable"}' },
  { "Lost", 'clickstream_events_total{result="lost"}' },
  { "KafkaAcks", "clickstream_kafka_acks_total" },
  { "KafkaErrors", "clickstream_kafka_errors_total" },
  { "Spilled", "clickstream_spilled_total" },
  { "Resent", "clickstream_resent_total" },
  { "SpillErrors", "clickstream_spill_errors_total" },
}
local GAUGES = {
  { "SpillBytes", "clickstream_spill_bytes", "Bytes" },
  { "SpillOldestSeconds", "clickstream_spill_oldest_seconds", "Seconds" },
}

-- What came is in exactly one of these; what is not accepted is a part of it.
local RECEIVED = { "Accepted", "Refused", "Limited", "Unavailable" }

local before = {}

local function since(values, name)
  local value = values[name] or 0
  local difference = value - (before[name] or 0)
  before[name] = value
  return difference
end

local function codes(values)
  local sums = {}
  for name, value in pairs(values) do
    local class = name:match('^clickstream_requests_total{code="(%d)')
    if class then
      local metric = "Requests" .. class .. "xx"
      sums[metric] = (sums[metric] or 0) + value - (before[name] or 0)
      before[name] = value
    end
  end
  return sums
end

local function open_breakers(values)
  local open = 0
  for name, value in pairs(values) do
    if name:find("^clickstream_breaker_open") then
      open = open + value
    end
  end
  return open
end

function M.print()
  local values = metrics.all()
  local line, list = { service = settings.service }, {}
  local function put(name, unit, value)
    line[name] = value
    list[#list + 1] = { Name = name, Unit = unit }
  end
  for _, counter in ipairs(COUNTERS) do
    put(counter[1], "Count", since(values, counter[2]))
  end
  local received = 0
  for _, name in ipairs(RECEIVED) do
    received = received + line[name]
  end
  put("Received", "Count", received)
  for name, value in pairs(codes(values)) do
    put(name, "Count", value)
  end
  for _, gauge in ipairs(GAUGES) do
    put(gauge[1], gauge[3], values[gauge[2]] or 0)
  end
  put("SpillUsedPercent", "Percent", 100 * (values.clickstream_spill_bytes or 0) / settings.spill_bytes)
  put("DiskFreePercent", "Percent", spill.free_percent())
  put("BreakersOpen", "Count", open_breakers(values))
  local acks = since(values, "clickstream_ack_seconds_count")
  local seconds = since(values, "clickstream_ack_seconds_sum")
  if acks > 0 then
    put("AckLatency", "Milliseconds", seconds / acks * 1000)
  end
  line._aws = {
    Timestamp = math.floor(ngx.now() * 1000),
    CloudWatchMetrics = { { Namespace = "Clickstream", Dimensions = { { "service" } }, Metrics = list } },
  }
  io.stdout:write(cjson.encode(line), "\n")
  io.stdout:flush()
end

return M
