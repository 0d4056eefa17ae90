-- The librdkafka producers of this worker: made, fed, polled, and made anew when they are beyond repair. There is one for the
-- traffic, and from the first batch that Kafka finds too large a second one that sends each record alone: only then is it known
-- which record of the batch it was.
local ffi = require("ffi")
local cluster = require("cluster")
local config = require("kafka_config")
local destroy_at_exit = require("destroy_at_exit")
local fast = require("fast")
local rdkafka = require("rdkafka")
local records = require("records")
local scram_secret = require("scram_secret")
local settings = require("settings")
local token = require("iam_token")

local M = {}

local C, EVENT, ERROR = rdkafka.C, rdkafka.EVENT, rdkafka.ERROR
local errstr = ffi.new("char[512]")
local METADATA_MS = 3000

local batching, alone -- { rk, queue, topics }
local wake_fd
local broken = false
local asking = false -- a metadata request runs in a thread and holds the producer's address

local function address(producer)
  return tonumber(ffi.cast("intptr_t", producer.rk))
end

local function topic_handle(producer, name)
  local handle = producer.topics[name]
  if not handle then
    handle = C.rd_kafka_topic_new(producer.rk, name, nil)
    producer.topics[name] = handle
  end
  return handle
end

local function wake(producer)
  C.rd_kafka_queue_io_event_enable(producer.queue, wake_fd or -1, "x", 1)
end

local function create(overrides)
  local conf = C.rd_kafka_conf_new()
  for name, value in pairs(config.build(overrides)) do
    if C.rd_kafka_conf_set(conf, name, value, errstr, 512) ~= 0 then
      error(ffi.string(errstr))
    end
  end
  local events = EVENT.DELIVERY + EVENT.ERROR + (settings.auth == "iam" and EVENT.TOKEN_REFRESH or 0)
  C.rd_kafka_conf_set_events(conf, events)
  local rk = C.rd_kafka_new(rdkafka.PRODUCER, conf, errstr, 512)
  if rk == nil then
    error(ffi.string(errstr))
  end
  local producer = { rk = rk, queue = C.rd_kafka_queue_get_main(rk), topics = {} }
  for _, name in ipairs(settings.topics) do
    topic_handle(producer, name)
  end
  wake(producer)
  return producer
end

local function create_batching()
  batching = create()
  if fast then
    fast.produce_to(batching.topics)
  end
end

M.start = create_batching

-- librdkafka writes one byte to this file descriptor when there is something to poll; nil ends that.
function M.wake_by(fd)
  wake_fd = fd
  wake(batching)
  if alone then
    wake(alone)
  end
end

-- 0, or librdkafka's error; then the item's text is its own again.
function M.produce(item, p, opaque)
  local producer = batching
  if item.alone then
    alone = alone or create(config.ALONE)
    producer = alone
  end
  local key = item.key
  local err = C.rd_kafka_produce(
    topic_handle(producer, item.topic),
    p.id,
    item.bytes and rdkafka.FREE or rdkafka.COPY,
    ffi.cast("void *", item.bytes or item.record),
    item.bytes and item.size or #item.record,
    key,
    key and #key or 0,
    ffi.cast("void *", ffi.cast("intptr_t", opaque))
  )
  if err == 0 then
    return 0
  end
  err = C.rd_kafka_last_error()
  records.own(item)
  broken = broken or err == ERROR.FATAL
  return err
end

local function on_error(event, rk)
  local err = C.rd_kafka_event_error(event)
  ngx.log(ngx.WARN, "Kafka: ", ffi.string(C.rd_kafka_event_error_string(event)))
  if err == ERROR.FATAL then
    broken = true
  elseif err == ERROR.AUTHENTICATION and settings.auth == "scram" then
    ngx.timer.at(0, scram_secret.refresh, rk)
  end
end

local function poll(producer, delivered)
  while true do
    local event = C.rd_kafka_queue_poll(producer.queue, 0)
    if event == nil then
      return
    end
    local kind = C.rd_kafka_event_type(event)
    if kind == EVENT.DELIVERY then
      delivered(event)
    elseif kind == EVENT.ERROR then
      on_error(event, producer.rk)
    elseif kind == EVENT.TOKEN_REFRESH then
      ngx.timer.at(0, token.refresh, producer.rk) -- it waits for credentials; deliveries must not
    end
    C.rd_kafka_event_destroy(event)
  end
end

-- Hands every delivery report that is there to `delivered`.
function M.poll(delivered)
  poll(batching, delivered)
  if alone then
    poll(alone, delivered)
  end
end

local function waiting()
  return C.rd_kafka_outq_len(batching.rk) + (alone and C.rd_kafka_outq_len(alone.rk) or 0)
end

-- Waits, without the event loop, until everything is delivered.
function M.flush(seconds, delivered)
  local rounds = seconds * 100
  M.poll(delivered)
  while rounds > 0 and waiting() > 0 do
    C.rd_kafka_flush(batching.rk, 10)
    M.poll(delivered)
    rounds = rounds - 1
  end
end

-- Everything that is in memory comes back as not delivered, at once.
function M.purge(delivered)
  for _ = 1, 100 do
    C.rd_kafka_purge(batching.rk, rdkafka.PURGE_ALL_AT_ONCE)
    if alone then
      C.rd_kafka_purge(alone.rk, rdkafka.PURGE_ALL_AT_ONCE)
    end
    M.flush(0.01, delivered)
    if waiting() == 0 then
      return
    end
  end
end

local function let_go(producer)
  for _, handle in pairs(producer.topics) do
    C.rd_kafka_topic_destroy(handle)
  end
  C.rd_kafka_queue_destroy(producer.queue)
end

local function destroy(producer)
  let_go(producer)
  ngx.run_worker_thread("disk", "background", "destroy", address(producer))
end

-- The very last thing that a worker does.
function M.stop()
  local handles = {}
  for index, producer in ipairs({ batching, alone }) do
    let_go(producer)
    handles[index] = producer.rk
  end
  destroy_at_exit(handles)
end

-- An idempotent producer that met a fatal error delivers nothing any more: another takes its place, and what it held goes to the disk.
function M.mend(delivered)
  if not broken or asking then
    return
  end
  ngx.log(ngx.ERR, "Kafka producer is beyond repair, making another")
  M.purge(delivered)
  local old, old_alone = batching, alone
  alone = nil
  create_batching()
  broken = false
  destroy(old)
  if old_alone then
    destroy(old_alone)
  end
end

local function parse(text)
  local leaders = {}
  for name, partition, leader in text:gmatch("(%S+) (%d+) (%-?%d+)") do
    leaders[name] = leaders[name] or {}
    leaders[name][tonumber(partition)] = tonumber(leader)
  end
  return leaders
end

-- Asks the brokers who leads what, in a thread.
function M.ask_metadata()
  if asking then
    return
  end
  asking = true
  local ok, text = ngx.run_worker_thread("metadata", "background", "leaders", address(batching), METADATA_MS)
  asking = false
  if ok and text then
    cluster.update(parse(text))
  end
end

-- Reads the SCRAM secret again.
function M.renew_secret()
  scram_secret.refresh(false, batching.rk)
  if alone then
    scram_secret.apply(alone.rk)
  end
end

return M
