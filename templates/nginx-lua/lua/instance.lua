-- The librdkafka producer of this worker: made, fed, polled, and made anew when it is beyond repair.
local ffi = require("ffi")
local cluster = require("cluster")
local config = require("kafka_config")
local rdkafka = require("rdkafka")
local scram_secret = require("scram_secret")
local settings = require("settings")
local token = require("iam_token")

local M = {}

local C, EVENT, ERROR = rdkafka.C, rdkafka.EVENT, rdkafka.ERROR
local errstr = ffi.new("char[512]")
local METADATA_MS = 3000

local rk, queue, wake_fd
local topics = {}
local broken = false
local asking = false -- a metadata request runs in a thread and holds the producer's address

local function address()
  return tonumber(ffi.cast("intptr_t", rk))
end

local function topic_handle(name)
  local handle = topics[name]
  if not handle then
    handle = C.rd_kafka_topic_new(rk, name, nil)
    topics[name] = handle
  end
  return handle
end

local function create()
  local conf = C.rd_kafka_conf_new()
  for name, value in pairs(config.build()) do
    if C.rd_kafka_conf_set(conf, name, value, errstr, 512) ~= 0 then
      error(ffi.string(errstr))
    end
  end
  local events = EVENT.DELIVERY + EVENT.ERROR + (settings.auth == "iam" and EVENT.TOKEN_REFRESH or 0)
  C.rd_kafka_conf_set_events(conf, events)
  rk = C.rd_kafka_new(rdkafka.PRODUCER, conf, errstr, 512)
  if rk == nil then
    error(ffi.string(errstr))
  end
  queue = C.rd_kafka_queue_get_main(rk)
  topics = {}
  for _, name in ipairs(settings.topics) do
    topic_handle(name)
  end
  M.wake_by(wake_fd)
end

-- librdkafka writes one byte to this file descriptor when there is something to poll; nil ends that.
function M.wake_by(fd)
  wake_fd = fd
  C.rd_kafka_queue_io_event_enable(queue, fd or -1, "x", 1)
end

function M.produce(item, p, opaque)
  local key = item.key
  local err = C.rd_kafka_produce(
    topic_handle(item.topic),
    p.id,
    rdkafka.COPY,
    ffi.cast("void *", item.record),
    #item.record,
    key,
    key and #key or 0,
    ffi.cast("void *", ffi.cast("intptr_t", opaque))
  )
  if err == 0 then
    return 0
  end
  err = C.rd_kafka_last_error()
  broken = broken or err == ERROR.FATAL
  return err
end

local function on_error(event)
  local err = C.rd_kafka_event_error(event)
  ngx.log(ngx.WARN, "Kafka: ", ffi.string(C.rd_kafka_event_error_string(event)))
  if err == ERROR.FATAL then
    broken = true
  elseif err == ERROR.AUTHENTICATION and settings.auth == "scram" then
    ngx.timer.at(0, scram_secret.refresh, rk)
  end
end

-- Hands every delivery report that is there to `delivered`.
function M.poll(delivered)
  while true do
    local event = C.rd_kafka_queue_poll(queue, 0)
    if event == nil then
      return
    end
    local kind = C.rd_kafka_event_type(event)
    if kind == EVENT.DELIVERY then
      delivered(event)
    elseif kind == EVENT.ERROR then
      on_error(event)
    elseif kind == EVENT.TOKEN_REFRESH then
      ngx.timer.at(0, token.refresh, rk) -- it waits for credentials; deliveries must not
    end
    C.rd_kafka_event_destroy(event)
  end
end

-- Everything that is in memory comes back as not delivered, at once.
function M.purge(delivered)
  for _ = 1, 100 do
    C.rd_kafka_purge(rk, rdkafka.PURGE_ALL_AT_ONCE)
    M.poll(delivered)
    if C.rd_kafka_outq_len(rk) == 0 then
      return
    end
    C.rd_kafka_flush(rk, 10)
  end
end

-- Waits, without the event loop, until everything is delivered.
function M.flush(seconds, delivered)
  local ends = seconds * 100
  while ends > 0 and C.rd_kafka_outq_len(rk) > 0 do
    C.rd_kafka_flush(rk, 10)
    M.poll(delivered)
    ends = ends - 1
  end
  M.poll(delivered)
end

-- An idempotent producer that met a fatal error delivers nothing any more: another takes its place, and what it held goes to the disk.
function M.mend(delivered)
  if not broken or asking then
    return
  end
  ngx.log(ngx.ERR, "Kafka producer is beyond repair, making another")
  M.purge(delivered)
  for _, handle in pairs(topics) do
    C.rd_kafka_topic_destroy(handle)
  end
  C.rd_kafka_queue_destroy(queue)
  local old = address()
  create()
  broken = false
  ngx.run_worker_thread("disk", "background", "destroy", old)
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
  local ok, text = ngx.run_worker_thread("metadata", "background", "leaders", address(), METADATA_MS)
  asking = false
  if ok and text then
    cluster.update(parse(text))
  end
end

-- Reads the SCRAM secret again.
function M.renew_secret()
  scram_secret.refresh(false, rk)
end

M.start = create

return M
