-- One request: check it, make the record, hand it to Kafka, and answer what is true.
local address = require("address")
local answer = require("answer")
local event = require("event")
local producer = require("producer")
local settings = require("settings")
local uuid = require("uuid")

local M = {}

local known = {}
for _, topic in ipairs(settings.topics) do
  known[topic] = true
end
local project_variable = "http_" .. settings.project_header:lower():gsub("-", "_")

-- Topic, address and id are of our own characters, and `data` is checked JSON: nothing here needs escaping.
local function record(topic, data)
  local ip = address.of_client()
  return '{"meta":{"project":"' .. topic .. '","ctime":' .. string.format("%.0f", ngx.now() * 1000)
    .. (ip and ',"ip":"' .. ip .. '"' or "") .. ',"id":"' .. uuid.v4() .. '"},"data":' .. data .. "}"
end

local function collect()
  local encoding = ngx.var.http_content_encoding
  if encoding and encoding:lower() ~= "identity" then
    return answer.refuse(415, "UnsupportedEncoding", "send the body without Content-Encoding")
  end
  local topic = ngx.var[project_variable]
  if not topic or topic == "" then
    topic = settings.default_topic
  elseif not known[topic] then
    return answer.refuse(400, "UnknownProject", "the project is not on the list")
  end
  local data, name, message = event.read()
  if not data then
    return answer.refuse(400, name, message)
  end
  local ok, reason = producer.send(topic, record(topic, data))
  if ok then
    return answer.accept()
  elseif reason == "too-large" then
    return answer.refuse(413, "EventTooLarge", "Kafka does not take an event of this size")
  end
  return answer.unavailable("KafkaUnavailable", "the event was not stored, send it again")
end

function M.handle()
  local method = ngx.req.get_method()
  if method == "POST" then
    return collect()
  elseif method == "OPTIONS" then
    return answer.preflight()
  end
  ngx.header["Allow"] = "POST, OPTIONS"
  return answer.refuse(405, "MethodNotAllowed", "send events with POST")
end

function M.too_large()
  return answer.refuse(413, "BodyTooLarge", "the body is larger than " .. settings.max_body_bytes .. " bytes")
end

return M
