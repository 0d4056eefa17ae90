-- Events on their way through librdkafka: each has a number, by which its delivery report finds it again.
local ffi = require("ffi")
local cluster = require("cluster")
local fast = require("fast")
local instance = require("instance")
local metrics = require("metrics")
local rdkafka = require("rdkafka")
local rejects = require("rejects")
local resend = require("resend")
local spill = require("spill")

local M = {}

local TOO_LARGE = rdkafka.ERROR.TOO_LARGE

local flying = {} -- by the number that travels through librdkafka as the message's opaque pointer
local free, free_count, last = {}, 0, 0 -- numbers to use again, so that `flying` stays an array
local handed = {} -- requests that the nginx module gave to Lua, by the number of their message
M.in_flight = 0
M.leaving = nil -- at the end of a worker: events that were answered with 200 and are nowhere yet

local function give_back(number)
  free_count = free_count + 1
  free[free_count] = number
end

-- Hands an event over; 0, or librdkafka's error.
function M.produce(item, p)
  local number
  if free_count > 0 then
    number, free_count = free[free_count], free_count - 1
  else
    last = last + 1
    number = last
  end
  local err = instance.produce(item, p, number)
  if err == 0 then
    item.flying, item.p, item.at = true, p, ngx.now()
    flying[number] = item
    M.in_flight = M.in_flight + 1
    cluster.sent(p)
  else
    give_back(number)
  end
  return err
end

-- The same for an event that nobody waits for: it has no table, the number of its partition travels instead, below zero.
function M.produce_unwatched(item, p)
  local err = instance.produce(item, p, -p.index)
  if err == 0 then
    M.in_flight = M.in_flight + 1
    cluster.sent(p)
  end
  return err
end

-- The same for a record of the spill.
function M.produce_entry(entry, p)
  return M.produce({ topic = entry.topic, key = entry.key, record = entry.record, bytes = false, entry = entry }, p)
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
    rejects.keep_too_large(item.topic, item.record)
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
    item.entry.record = item.record
    resend.settle(item.entry, err)
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

-- A buffered event has no table.
local function of_message(message)
  return {
    topic = ffi.string(rdkafka.C.rd_kafka_topic_name(message.rkt)),
    key = message.key ~= nil and ffi.string(message.key, message.key_len) or nil,
    bytes = false,
    answered = true,
  }
end

-- Where Kafka finds a batch too large, one of its records was: each is sent once more, alone.
local function send_alone(item, p)
  if item.alone or M.leaving then
    return false
  end
  item.alone = true
  return M.produce(item, p) == 0
end

local function free_slot(slot)
  if slot.flying == 0 and slot.taken ~= 0 then
    handed[tonumber(slot.number)] = nil
    fast.lib.clickstream_release(slot)
  end
end

-- Lua's item of a message that the nginx module has sent: it is Lua's by now, or becomes so, because Kafka did not take it.
local function item_of_module(slot, id)
  local number = tonumber(slot.number)
  local request = handed[number]
  if not request then
    request = M.request_of(slot)
    handed[number] = request
    fast.lib.clickstream_hand_over(slot)
  end
  return request.items[id - number + 1]
end

local function reported_of_module(message, id)
  local err = message.err
  local slot = fast.lib.clickstream_slot(id)
  local item = slot ~= nil and item_of_module(slot, id) or of_message(message)
  local place = slot ~= nil and slot.partition or fast.place(id)
  if slot ~= nil then
    free_slot(slot)
  end
  if err ~= 0 then
    item.record = item.record or ffi.string(message.payload, message.len)
    local p = cluster.partition(place)
    if err ~= TOO_LARGE then
      cluster.failed_elsewhere(p)
    elseif send_alone(item, p) then
      return
    end
  end
  settle(item, err)
end

local function reported(message)
  local err = message.err
  local id = tonumber(ffi.cast("intptr_t", message._private))
  if fast and fast.owns(id) then
    reported_of_module(message, id)
    return
  end
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
      item.bytes = false
      metrics.acknowledged(ngx.now() - item.at)
      settle(item, 0)
    end
    return
  end
  item = item or of_message(message)
  item.record, item.bytes = item.record or ffi.string(message.payload, message.len), false -- librdkafka still has it, but not for long
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

-- How many messages are on their way.
function M.waiting()
  return M.in_flight + (fast and fast.in_flight() or 0)
end

-- The slot of the request that runs, where the nginx module gave it to Lua; or nil.
function M.handed(r)
  if not (fast and fast.state) then
    return nil
  end
  local slot = fast.lib.clickstream_handed(r)
  return slot ~= nil and slot or nil -- a NULL pointer is true to Lua
end

-- The request of such a slot, and of how many more events it was.
function M.take_over(slot)
  local number, settled = tonumber(slot.number), slot.settled
  local request = handed[number] or M.request_of(slot)
  handed[number] = request
  slot.taken = 1
  free_slot(slot)
  return request, settled
end

local function rdkafka_next(event)
  return rdkafka.C.rd_kafka_event_message_next(event)
end

local function module_next(event)
  return fast.lib.clickstream_next_message(event)
end

-- Takes the delivery reports of one event of librdkafka.
function M.delivered(event)
  local acks, errors = 0, 0
  local next_message = fast and fast.state and module_next or rdkafka_next
  local message = next_message(event)
  while message ~= nil do
    if message.err ~= 0 then
      errors = errors + 1
    elseif not (fast and fast.owns(tonumber(ffi.cast("intptr_t", message._private)))) then
      acks = acks + 1
    end
    reported(message)
    message = next_message(event)
  end
  cluster.late_acknowledgements()
  metrics.add("clickstream_kafka_acks_total", acks)
  if errors > 0 then
    metrics.add("clickstream_kafka_errors_total", errors)
  end
end

return M
