-- One Kafka producer for each worker. A request waits on a semaphore until the broker's acknowledgement of its record comes
-- back through librdkafka's event queue; no callback of librdkafka ever runs Lua on a foreign thread.
local ffi = require("ffi")
local config = require("kafka_config")
local metrics = require("metrics")
local rdkafka = require("rdkafka")
local semaphore = require("ngx.semaphore")
local settings = require("settings")
local token = require("iam_token")

ffi.cdef([[
int getpid(void);
int kill(int pid, int signal);
]])

local C, EVENT, ERROR = rdkafka.C, rdkafka.EVENT, rdkafka.ERROR
local SIGQUIT = 3
local POLL_SECONDS = 0.002
local IDLE_SECONDS = 0.1
local ROUNDS = 1000 -- then a new timer, so that the memory of the old one is freed
local acknowledged = settings.durability == "acknowledged"

local M = {}

local rk, queue
local topics = {}
local waiting, results = {}, {} -- by the number that travels through librdkafka as the message's opaque pointer
local last, in_flight = 0, 0
local spare = {} -- semaphores to use again
local wake = semaphore.new(0)
local errstr = ffi.new("char[512]")
local replacing = false

-- An idempotent producer that met a fatal error delivers nothing any more: end this worker, nginx starts another.
local function replace_worker()
  if not replacing then
    replacing = true
    ngx.log(ngx.CRIT, "Kafka producer is beyond repair, replacing this worker")
    ffi.C.kill(ffi.C.getpid(), SIGQUIT)
  end
end

local function delivered(event)
  local acks, errors = 0, 0
  local message = C.rd_kafka_event_message_next(event)
  while message ~= nil do
    local failed = message.err ~= 0
    if failed then
      errors = errors + 1
    else
      acks = acks + 1
    end
    if acknowledged then
      in_flight = in_flight - 1
      local id = tonumber(ffi.cast("intptr_t", message._private))
      local request = waiting[id]
      if request then
        waiting[id] = nil
        results[id] = message.err
        request:post(1)
      end
    elseif failed then
      ngx.log(ngx.ERR, "an event that was answered with 200 is lost: ", ffi.string(C.rd_kafka_err2name(message.err)))
    end
    message = C.rd_kafka_event_message_next(event)
  end
  if acks > 0 then
    metrics.add("clickstream_kafka_acks_total", acks)
  end
  if errors > 0 then
    metrics.add("clickstream_kafka_errors_total", errors)
  end
end

local function poll()
  while true do
    local event = C.rd_kafka_queue_poll(queue, 0)
    if event == nil then
      return
    end
    local kind = C.rd_kafka_event_type(event)
    if kind == EVENT.DELIVERY then
      delivered(event)
    elseif kind == EVENT.ERROR then
      local err = C.rd_kafka_event_error(event)
      ngx.log(ngx.WARN, "Kafka: ", ffi.string(C.rd_kafka_err2name(err)))
      if err == ERROR.FATAL then
        replace_worker()
      end
    elseif kind == EVENT.TOKEN_REFRESH then
      ngx.timer.at(0, token.refresh, rk) -- it waits for credentials; deliveries must not
    end
    C.rd_kafka_event_destroy(event)
  end
end

local function poll_loop()
  local rounds = 0
  -- A worker that is told to leave goes on for as long as requests wait.
  while rounds < ROUNDS or ngx.worker.exiting() do
    rounds = rounds + 1
    poll()
    if in_flight > 0 then
      ngx.sleep(POLL_SECONDS)
    elseif ngx.worker.exiting() then
      return
    else
      wake:wait(IDLE_SECONDS)
    end
  end
  local ok, err = ngx.timer.at(0, poll_loop)
  if not ok then
    ngx.log(ngx.CRIT, "no timer for Kafka's answers: ", err)
    replace_worker()
  end
end

-- Called once in each worker, after the fork.
function M.start()
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
  for _, topic in ipairs(settings.topics) do
    topics[topic] = C.rd_kafka_topic_new(rk, topic, nil)
  end
  assert(ngx.timer.at(0, poll_loop))
end

-- What is still in memory gets 15 s to reach Kafka.
function M.stop()
  if rk ~= nil then
    C.rd_kafka_flush(rk, 15000)
  end
end

local function produce(topic, record, id)
  local opaque = ffi.cast("void *", ffi.cast("intptr_t", id))
  local payload = ffi.cast("void *", record)
  if C.rd_kafka_produce(topics[topic], rdkafka.ANY_PARTITION, rdkafka.COPY, payload, #record, nil, 0, opaque) == 0 then
    return 0
  end
  return C.rd_kafka_last_error()
end

local function reason_of(err)
  if err == ERROR.FATAL then
    replace_worker()
  end
  return err == ERROR.TOO_LARGE and "too-large" or "unavailable"
end

-- True once the record is as safe as the spec's durability says; else nil and "too-large" or "unavailable".
function M.send(topic, record)
  if rk == nil then
    return nil, "unavailable"
  end
  last = last + 1
  local id = last
  local err = produce(topic, record, id)
  if err ~= 0 then
    return nil, reason_of(err)
  end
  if not acknowledged then
    return true
  end
  in_flight = in_flight + 1
  if in_flight == 1 then
    wake:post(1)
  end
  local request = table.remove(spare) or semaphore.new(0)
  waiting[id] = request
  local answered = request:wait(config.DELIVERY_MS / 1000 + 1)
  if not answered then
    waiting[id] = nil
    return nil, "unavailable"
  end
  spare[#spare + 1] = request
  err = results[id]
  results[id] = nil
  if err ~= 0 then
    return nil, reason_of(err)
  end
  return true
end

return M
