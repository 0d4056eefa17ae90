-- The way of an event to Kafka or to the disk. One librdkafka producer a worker, made after the fork; a request waits on a
-- semaphore until the broker's acknowledgement comes back through librdkafka's event queue, and no longer than `cluster.PATIENCE`:
-- then its events go to the disk too, and an acknowledgement that comes late takes them out of there again.
local ffi = require("ffi")
local cluster = require("cluster")
local fast = require("fast")
local flight = require("flight")
local instance = require("instance")
local rdkafka = require("rdkafka")
local records = require("records")
local semaphore = require("ngx.semaphore")
local settings = require("settings")
local spill = require("spill")

local M = {}

local TOO_LARGE = rdkafka.ERROR.TOO_LARGE
-- Where neither an acknowledgement nor a free byte of disk comes, the client hears 503 after this time.
local LAST_RESORT_SECONDS = 4
local acknowledged = settings.durability == "acknowledged"
local spare = {} -- requests to use again, each with its semaphore and the table of its one record
local spare_count = 0
local SPARE_ITEMS = 8 -- a request with more tables than this is not kept

-- A request whose `items` are to be filled, `count` of them.
function M.request()
  local request = spare[spare_count]
  if request then
    spare[spare_count] = nil
    spare_count = spare_count - 1
  else
    request = { left = 0, count = 0, sent = false, held = false, items = {}, sem = semaphore.new(0) }
  end
  request.sent, request.held = false, false
  return request
end

-- Nothing refers to this request or its records any more.
function M.release(request)
  if #request.items <= SPARE_ITEMS then
    spare_count = spare_count + 1
    spare[spare_count] = request
  end
end

local function dispatch_item(request, item, disk)
  local p, probe = cluster.route(item.topic, item.key)
  local err = p and flight.produce(item, p)
  if err == 0 then
    item.request, request.sent = request, true
    request.left = request.left + 1
  elseif err == TOO_LARGE then
    item.err = err
  end
  if err ~= TOO_LARGE and (err ~= 0 or probe) then
    disk = disk or {}
    disk[#disk + 1] = item
  end
  return disk
end

-- Sends what can be sent; the rest, and copies of the probes, are for the disk. Nil where nothing is.
local function dispatch(request)
  local disk
  for index = 1, request.count do
    local item = request.items[index]
    if not item.flying and not item.err then -- of the nginx module's, some were sent
      disk = dispatch_item(request, item, disk)
    end
  end
  return disk
end

-- What is neither acknowledged nor refused for good; and whether something was refused for good.
local function unsettled(request)
  local found
  for index = 1, request.count do
    local item = request.items[index]
    if item.err == TOO_LARGE then
      return nil, true
    elseif item.err ~= 0 and not item.kept then
      found = found or {}
      found[#found + 1] = item
    end
  end
  return found, false
end

local function keep(request, items)
  local ok, why = spill.write(items)
  -- What the disk has remembers the events that were sent, because their acknowledgements may still come.
  request.held = request.held or request.sent or not ok
  for index = 1, #items do
    local item = items[index]
    item.kept = ok
    records.free(item)
  end
  return ok, why
end

local function wait(request, seconds)
  return request.left == 0 or request.sem:wait(seconds)
end

-- What is true once a request has waited: its events go to the disk where they are not acknowledged. `why` the disk did not take some.
local function conclude(request, why)
  local left, refused = unsettled(request)
  if left and not refused and not why then
    local ok
    ok, why = keep(request, left)
    left = not ok and left or nil
  end
  if left and wait(request, LAST_RESORT_SECONDS) then
    left, refused = unsettled(request)
  end
  if refused then
    return nil, "too-large"
  end
  return not left or nil, why or "unavailable"
end

local function finish(request, patience)
  local disk = dispatch(request)
  local why
  if disk then
    local _
    _, why = keep(request, disk)
  end
  if request.left > 0 and not (disk and not why and #disk == request.count) then
    wait(request, patience)
  end
  return conclude(request, why)
end

local function leave(request)
  if request.left == 0 and not request.held and request.sem:count() == 0 then
    M.release(request)
  else
    for index = 1, request.count do
      request.items[index].request = false -- nobody waits for these any more; what still comes back finds no request
    end
  end
end

-- True once all events of a request are acknowledged or durable on the disk; nil and "too-large", "full", "disk" or "unavailable".
local function send_acknowledged(request, patience)
  local ok, why = finish(request, patience or cluster.PATIENCE)
  leave(request)
  return ok, why
end

-- The same for a request whose events, or some of them, the nginx module has sent: what is left of their patience.
local function resume_acknowledged(request)
  local latest = 0
  for index = 1, request.count do
    latest = math.max(latest, request.items[index].at)
  end
  return send_acknowledged(request, math.max(0, latest + cluster.PATIENCE - ngx.now()))
end

-- A request for the events in a slot of the nginx module.
function flight.request_of(slot)
  local request = M.request()
  local topic, p = ffi.string(slot.topic, slot.topic_size), cluster.partition(slot.partition)
  request.count, request.left = slot.count, 0
  for index = 1, slot.count do
    local item, event = records.item_at(request.items, index, topic), slot.events[index - 1]
    item.at = slot.at
    if event.state == fast.FLYING then
      item.request, item.flying, item.p, request.sent = request, true, p, true
      item.record = ffi.string(event.bytes, event.size)
      request.left = request.left + 1
    elseif event.state == fast.STORED then
      item.err, request.sent = 0, true
    else
      item.bytes, item.size = event.bytes, event.size
    end
  end
  return request
end

-- True once all of them are in librdkafka's queue or durable on the disk.
local function send_buffered(request)
  local disk, refused
  for index = 1, request.count do
    local item = request.items[index]
    local p, probe = cluster.route(item.topic, item.key)
    local err = p and (probe and flight.produce or flight.produce_unwatched)(item, p)
    request.sent = request.sent or probe
    refused = refused or err == TOO_LARGE
    if err ~= 0 or probe then
      disk = disk or {}
      disk[#disk + 1] = item
    end
  end
  if refused then
    for index = 1, disk and #disk or 0 do
      records.free(disk[index])
    end
    return nil, "too-large"
  end
  local ok, why = true, nil
  if disk then
    ok, why = keep(request, disk)
  end
  leave(request)
  return ok, why
end

M.send = acknowledged and send_acknowledged or send_buffered
M.resume = acknowledged and resume_acknowledged or send_buffered

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
