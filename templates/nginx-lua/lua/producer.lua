-- The way of an event to Kafka or to the disk. One librdkafka producer a worker, made after the fork; a request waits on a
-- semaphore until the broker's acknowledgement comes back through librdkafka's event queue, and no longer than `cluster.PATIENCE`:
-- then its events go to the disk too, and an acknowledgement that comes late takes them out of there again.
local cluster = require("cluster")
local flight = require("flight")
local instance = require("instance")
local rdkafka = require("rdkafka")
local semaphore = require("ngx.semaphore")
local settings = require("settings")
local spill = require("spill")

local M = {}

local TOO_LARGE = rdkafka.ERROR.TOO_LARGE
-- Where neither an acknowledgement nor a free byte of disk comes, the client hears 503 after this time.
local LAST_RESORT_SECONDS = 4
local acknowledged = settings.durability == "acknowledged"
local spare = {} -- semaphores to use again

-- Sends what can be sent; the rest, and copies of the probes, are for the disk. Nil where nothing is.
local function dispatch(items, request)
  local disk
  for index = 1, #items do
    local item = items[index]
    local p, probe = cluster.route(item.topic, item.key)
    local err = p and flight.produce(item, p)
    if err == 0 then
      item.request = request
      request.left = request.left + 1
    elseif err == TOO_LARGE then
      item.err = err
    end
    if err ~= TOO_LARGE and (err ~= 0 or probe) then
      disk = disk or {}
      disk[#disk + 1] = item
    end
  end
  return disk
end

-- What is neither acknowledged nor refused for good; and whether something was refused for good.
local function unsettled(items)
  local found
  for index = 1, #items do
    local item = items[index]
    if item.err == TOO_LARGE then
      return nil, true
    elseif item.err ~= 0 and not item.kept then
      found = found or {}
      found[#found + 1] = item
    end
  end
  return found, false
end

local function keep(items)
  local ok, why = spill.write(items)
  for index = 1, ok and #items or 0 do
    items[index].kept = true
  end
  return ok, why
end

local function wait(request, seconds)
  return request.left == 0 or request.sem:wait(seconds)
end

-- Nobody waits for these any more; what still comes back finds no request.
local function abandon(items)
  for index = 1, #items do
    items[index].request = false
  end
end

local function finish(items, request)
  local disk = dispatch(items, request)
  local why
  if disk then
    local _
    _, why = keep(disk)
  end
  if request.left > 0 and not (disk and not why and #disk == #items) then
    wait(request, cluster.PATIENCE)
  end
  local left, refused = unsettled(items)
  if left and not refused and not why then
    local ok
    ok, why = keep(left)
    left = not ok and left or nil
  end
  if left and wait(request, LAST_RESORT_SECONDS) then
    left, refused = unsettled(items)
  end
  if refused then
    return nil, "too-large"
  end
  return not left or nil, why or "unavailable"
end

-- Events { topic, key?, record } of one request. True once all of them are acknowledged or durable on the disk; nil and
-- "too-large", "full", "disk" or "unavailable".
local function send_acknowledged(items)
  local sem = table.remove(spare) or semaphore.new(0)
  local request = { left = 0, sem = sem }
  local ok, why = finish(items, request)
  if request.left == 0 and sem:count() == 0 then
    spare[#spare + 1] = sem
  else
    abandon(items)
  end
  return ok, why
end

-- True once all of them are in librdkafka's queue or durable on the disk.
local function send_buffered(items)
  local disk
  for index = 1, #items do
    local item = items[index]
    local p, probe = cluster.route(item.topic, item.key)
    local err = p and (probe and flight.produce or flight.produce_unwatched)(item, p)
    if err == TOO_LARGE then
      return nil, "too-large"
    elseif err ~= 0 or probe then
      disk = disk or {}
      disk[#disk + 1] = item
    end
  end
  if disk then
    return keep(disk)
  end
  return true
end

M.send = acknowledged and send_acknowledged or send_buffered

-- The last thing that a worker does: 15 s for what is in memory, and to the disk with the rest.
function M.stop()
  flight.leaving = {}
  -- Where Kafka is away nothing is gained by waiting, and acknowledged events are on the disk already.
  instance.flush(cluster.available() and 15 or 0, flight.delivered)
  instance.purge(flight.delivered)
  if #flight.leaving > 0 and not spill.write_at_exit(flight.leaving) then
    ngx.log(ngx.ERR, #flight.leaving, " events that were answered with 200 are lost: the disk does not take them")
  end
end

return M
