-- One request: check it, make its records, hand them over, and answer what is true.
local base = require("resty.core.base")
local address = require("address")
local answer = require("answer")
local body = require("body")
local cluster = require("cluster")
local flight = require("flight")
local headers = require("headers")
local limits = require("limits")
local metrics = require("metrics")
local producer = require("producer")
local records = require("records")
local rejects = require("rejects")
local settings = require("settings")
local spill = require("spill")
local worker = require("worker")

local M = {}

local known = {}
for _, topic in ipairs(settings.topics) do
  known[topic] = true
end

local BODY_ERRORS = {
  BodyTooLarge = { 413, "the body is larger than " .. settings.max_body_bytes .. " bytes" },
  InvalidEncoding = { 400, "the body is not what its Content-Encoding says" },
  UnsupportedEncoding = { 415, "send the body plain, or with gzip or deflate" },
}

-- `text` is what came, for the stream of refused events.
local function refuse(code, name, message, text, topic)
  metrics.events("refused", 1)
  metrics.add('clickstream_refused_total{reason="' .. name .. '"}', 1)
  local ip = ngx.var.http_x_anonymous ~= "1" and address.of_client().stored or nil
  rejects.keep(name, code, topic, text, false, ip)
  return answer.refuse(code, name, message)
end

local function send(how, request)
  worker.active = worker.active + 1
  local ok, why = how(request)
  worker.active = worker.active - 1
  return ok, why
end

-- The answer to a request of `count` events: `ok` once they are stored, or why they are not.
local function tell(accept, text, topic, count, ok, why)
  if ok then
    metrics.events("accepted", count)
    return accept()
  elseif why == "too-large" then
    return refuse(413, "EventTooLarge", "Kafka does not take an event of this size", text, topic)
  end
  metrics.events("unavailable", count)
  if why == "full" then
    return answer.later(503, "5", "SpoolFull", "Kafka is away and the disk is full, send the event again")
  end
  return answer.later(503, "5", "KafkaUnavailable", "the event was not stored, send it again")
end

-- The headers are read; `text` is the body or the query's data; nil and an error's name, with the bytes as they came, where it could not be read.
local function collect(accept, text, why, came)
  local topic = headers.project()
  if not topic or topic == "" then
    topic = settings.default_topic
  elseif not known[topic] then
    return refuse(400, "UnknownProject", "the project is not on the list", text or came, nil)
  end
  local client = address.of_client()
  local limited = limits.exceeded(client.limit, topic)
  if limited then
    metrics.events("limited", 1) -- how many events are in it, nobody has looked
    metrics.add('clickstream_limited_total{by="' .. limited .. '"}', 1)
    return answer.later(429, "1", "TooManyRequests", "this " .. limited .. " sends more than it may")
  end
  if not text then
    local code, message = unpack(BODY_ERRORS[why])
    return refuse(code, why, message, came, topic)
  end
  local request = producer.request()
  local count, name, message = records.fill(request.items, text, topic, not headers.is_anonymous() and client.stored or nil)
  if not count then
    producer.release(request)
    if name == "NoMemory" then
      return answer.later(503, "5", name, message)
    end
    return refuse(400, name, message, text, topic)
  end
  request.count = count
  return tell(accept, text, topic, count, send(producer.send, request))
end

-- A request of the nginx module, some of whose events Kafka did not take, or not soon enough.
local function resume(slot)
  local request, settled = flight.take_over(slot)
  local count, topic = request.count + settled, request.items[1].topic
  return tell(answer.accept, body.read() or "", topic, count, send(producer.resume, request))
end

local function get()
  headers.read()
  local data = ngx.var.arg_data
  if not data or data == "" then
    return collect(answer.pixel, "")
  end
  return collect(answer.pixel, ngx.unescape_uri(data))
end

local METHODS = {
  POST = function()
    return collect(answer.accept, body.read())
  end,
  GET = get,
  HEAD = function()
    return answer.pixel() -- a look, not an event
  end,
  OPTIONS = answer.preflight,
}

local function refuse_method()
  ngx.header["Allow"] = answer.METHODS
  return answer.refuse(405, "MethodNotAllowed", "send events with POST or GET")
end

function M.handle()
  if worker.draining or ngx.worker.exiting() then
    ngx.header["Connection"] = "close"
  end
  local slot = flight.handed(base.get_request())
  if slot then
    metrics.request(resume(slot))
    return
  end
  local method = METHODS[ngx.req.get_method()] or refuse_method
  metrics.request(method()) -- here, because a log phase in Lua costs a tenth of the whole request
end

-- nginx refused the body by its Content-Length, unread.
function M.too_large()
  local code, message = unpack(BODY_ERRORS.BodyTooLarge)
  refuse(code, "BodyTooLarge", message, "", nil)
  metrics.request(code)
end

-- nginx could not keep the body: the disk is full.
function M.no_room()
  metrics.request(503)
  return answer.later(503, "5", "SpoolFull", "the disk is full, send the event again")
end

-- For people and dashboards, never for a health check: whether an event would be taken now.
function M.ready()
  local kafka, disk = cluster.available(), spill.has_room()
  local ready = kafka or disk
  ngx.status = ready and 200 or 503
  ngx.say('{"status":"', ready and "ready" or "unavailable", '","kafka":', tostring(kafka), ',"spill":', tostring(disk), "}")
end

return M
