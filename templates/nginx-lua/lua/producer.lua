-- The way of an event to Kafka or to the disk. One librdkafka producer a worker, made after the fork; a request waits on a
-- semaphore until the broker's acknowledgement comes back through librdkafka's event queue, and no longer than `cluster.PATIENCE`:
-- then its events go to the disk too, and an acknowledgement that comes late takes them out of there again.
local ffi = require("ffi")
local cluster = require("cluster")
local instance = require("instance")
local metrics = require("metrics")
local rdkafka = require("rdkafka")
local rejects = require("rejects")
local resend = require("resend")
local semaphore = require("ngx.semaphore")
local settings = require("settings")
local spill = require("spill")

local M = {}

local TOO_LARGE = rdkafka.ERROR.TOO_LARGE
-- Where neither an acknowledgement nor a free byte of disk comes, the client hears 503 after this time.
local LAST_RESORT_SECONDS = 4
local acknowledged = settings.durability == "acknowledged"

local flying = {} -- by the number that travels through librdkafka as the message's opaque pointer
local free, free_count, last = {}, 0, 0 -- numbers to use again, so that `flying` stays an array
local spare = {} -- semaphores to use again
M.in_flight = 0

local function give_back(number)
  free_count = free_count + 1
  free[free_count] = number
end

-- Buffered events have no table of their own: the number of their partition travels instead, below zero.
local function produce(item, p)
  local opaque = -p.index
  if item then
    if free_count > 0 then
      opaque, free_count = free[free_count], free_count - 1
    else
      last = last + 1
      opaque = last
    end
  end
  local err = instance.produce(item, p, opaque)
  if err == 0 then
    if item then
      item.flying, item.p, item.at = true, p, ngx.now()
      flying[opaque] = item
    end
    M.in_flight = M.in_flight + 1
    cluster.sent(p)
  elseif item then
    give_back(opaque)
  end
  return err
end

local function produce_entry(entry, p)
  local item = { topic = entry.topic, key = entry.key, record = entry.record, entry = entry }
  return produce(item, p)
end

local function lost()
  metrics.events("lost", 1)
  ngx.log(ngx.ERR, "an event that was answered with 200 is lost: neither Kafka nor the disk takes it")
end

-- An event that was answered with 200 before Kafka refused it: to the disk, or whole to the refused ones where Kafka never will take it.
local function keep_accepted(item, err)
  if M.leaving then
    M.leaving[#M.leaving + 1] = item -- at the end of the worker
  elseif err == TOO_LARGE then
    rejects.keep("EventTooLarge", 413, item.topic, item.record, true)
  else
    ngx.timer.at(0, function()
      if not spill.write({ item }) then
        lost()
      end
    end)
  end
end

local function settle(item, err)
  item.flying, item.err = false, err
  if item.entry then
    resend.settle(item.entry, err, err == TOO_LARGE)
  elseif item.answered then
    if err ~= 0 then
      keep_accepted(item, err)
    end
  elseif item.request then
    local request = item.request
    request.left = request.left - 1
    if request.left == 0 then
      request.sem:post(1)
    end
  end
end

-- A buffered event has no table; librdkafka still has its bytes.
local function of_message(message)
  return {
    topic = ffi.string(rdkafka.C.rd_kafka_topic_name(message.rkt)),
    key = message.key ~= nil and ffi.string(message.key, message.key_len) or nil,
    record = ffi.string(message.payload, message.len),
    answered = true,
  }
end

-- Where Kafka finds a batch too large, one of its records was: each is sent once more, alone.
local function send_alone(item, p)
  if item.alone or M.leaving then
    return false
  end
  item.alone = true
  return produce(item, p) == 0
end

local function reported(message)
  local err = message.err
  local id = tonumber(ffi.cast("intptr_t", message._private))
  local item = flying[id]
  local p = item and item.p or cluster.partition(-id)
  M.in_flight = M.in_flight - 1
  if item then
    flying[id] = false
    give_back(id)
  end
  if err == 0 then
    cluster.acknowledged(p)
    if item then
      metrics.acknowledged(ngx.now() - item.at)
      settle(item, 0)
    end
    return
  end
  item = item or of_message(message)
  if err == TOO_LARGE then
    cluster.refused(p)
    if send_alone(item, p) then
      return
    end
  else
    cluster.failed(p)
  end
  settle(item, err)
end

local function delivered(event)
  local acks, errors = 0, 0
  local message = rdkafka.C.rd_kafka_event_message_next(event)
  while message ~= nil do
    if message.err == 0 then
      acks = acks + 1
    else
      errors = errors + 1
    end
    reported(message)
    message = rdkafka.C.rd_kafka_event_message_next(event)
  end
  metrics.add("clickstream_kafka_acks_total", acks)
  if errors > 0 then
    metrics.add("clickstream_kafka_errors_total", errors)
  end
end

-- Sends what can be sent; the rest, and copies of the probes, are for the disk. Nil where nothing is.
local function dispatch(items, request)
  local disk
  for index = 1, #items do
    local item = items[index]
    local p, probe = cluster.route(item.topic, item.key)
    local err = p and produce(item, p)
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
    local err = -1
    if p then
      err = probe and produce(item, p) or instance.produce(item, p, -p.index)
    end
    if p and not probe and err == 0 then
      M.in_flight = M.in_flight + 1
      cluster.sent(p)
    elseif err == TOO_LARGE then
      return nil, "too-large"
    else
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
M.delivered = delivered
M.produce_entry = produce_entry

-- The last thing that a worker does: 15 s for what is in memory, and to the disk with the rest.
function M.stop()
  M.leaving = {}
  -- Where Kafka is away nothing is gained by waiting, and acknowledged events are on the disk already.
  instance.flush(cluster.available() and 15 or 0, delivered)
  instance.purge(delivered)
  if #M.leaving > 0 and not spill.write_at_exit(M.leaving) then
    ngx.log(ngx.ERR, #M.leaving, " events that were answered with 200 are lost: the disk does not take them")
  end
end

return M
