-- Counters in memory that all workers share, as Prometheus text.
local M = {}

local counters = ngx.shared.clickstream_metrics

function M.add(name, count)
  counters:incr(name, count, 0)
end

function M.request(status)
  counters:incr('clickstream_requests_total{code="' .. status .. '"}', 1, 0)
end

function M.print()
  local names = counters:get_keys(0)
  table.sort(names)
  for _, name in ipairs(names) do
    ngx.say(name, " ", counters:get(name))
  end
end

return M
