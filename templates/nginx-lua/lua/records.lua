-- From what a client sent to the records that go to Kafka, by the compiled part where it is there and in Lua where it is not.
local ffi = require("ffi")
local envelope = require("envelope")
local event = require("event")
local headers = require("headers")
local native = require("native")
local settings = require("settings")
local uuid = require("uuid")

require("bytes") -- declares free()

local M = {}

local MESSAGES = {
  EmptyBody = "there is no event",
  InvalidBody = "the body is neither JSON nor base64 of it",
  InvalidJson = "an event is not a JSON object",
  BatchTooLarge = "there are more than " .. event.MOST .. " events in one request",
  NoMemory = "there is no memory for the events",
}
local ERRORS = { [-1] = "EmptyBody", [-2] = "InvalidBody", [-3] = "InvalidJson", [-4] = "BatchTooLarge", [-5] = "NoMemory" }

-- A record on its way. `record` is its text, or false while only `bytes` (of `size`) hold it, which librdkafka frees.
local function new_item()
  return {
    topic = false,
    key = nil,
    record = false,
    bytes = false,
    size = 0,
    flying = false,
    err = false,
    p = false,
    at = 0,
    request = false,
    kept = false,
    alone = false,
  }
end

local function item_at(items, index, topic, key)
  local item = items[index]
  if not item then
    item = new_item()
    items[index] = item
  end
  item.topic, item.key, item.record, item.bytes = topic, key, false, false
  item.flying, item.err, item.request, item.kept, item.alone = false, false, false, false, false
  return item
end

M.item_at = item_at

local function fill_in_lua(items, text, topic, ip)
  local events, name = event.parse(text)
  if not events then
    return nil, name, MESSAGES[name]
  end
  local head = '{"meta":{"project":"' .. topic .. string.format('","ctime":%.0f', ngx.now() * 1000)
    .. (ip and ',"ip":"' .. ip .. '"' or "") .. ',"id":"'
  local tail = '"' .. envelope.about() .. '},"data":'
  local given = uuid.parse(headers.id())
  for index = 1, #events do
    local id = given and (#events > 1 and uuid.named(given, tostring(index - 1)) or given) or uuid.v4()
    local item = item_at(items, index, topic, envelope.has_key and envelope.key(events[index]) or nil)
    item.record = head .. id .. tail .. events[index] .. "}"
  end
  return #events
end

local request = native and headers.request
local made = native and ffi.new("clickstream_record[?]", event.MOST)

local function key_of(record)
  local text = envelope.key_is_json and ffi.string(record.bytes + record.event, record.size - record.event - 1)
  return envelope.key(text)
end

local function fill_natively(items, text, topic, ip)
  local query = envelope.query()
  request.project.at, request.project.size = topic, #topic
  request.ip.at, request.ip.size = ip, ip and #ip or 0
  request.query.at, request.query.size = query, query and #query or 0
  request.ctime = ngx.now() * 1000 + 0.5 -- a double of milliseconds is not always whole
  request.keeps_agent = settings.keep_user_agent and not headers.is_anonymous() and 1 or 0
  local count = native.clickstream_records(request, text, #text, made, event.MOST)
  if count == 1 then -- no loop: most requests have one event
    local item = item_at(items, 1, topic, envelope.has_key and key_of(made[0]) or nil)
    item.bytes, item.size = made[0].bytes, made[0].size
    return 1
  elseif count < 0 then
    local name = ERRORS[count]
    return nil, name, MESSAGES[name]
  end
  local given = uuid.parse(headers.id())
  for index = 1, count do
    local record = made[index - 1]
    if given then
      ffi.copy(record.bytes + record.id, uuid.named(given, tostring(index - 1)), 36)
    end
    local item = item_at(items, index, topic, envelope.has_key and key_of(record) or nil)
    item.bytes, item.size = record.bytes, record.size
  end
  return count
end

-- Fills `items` from 1 on with the records of a request and returns their number; or nil, an error's name and its message.
-- `ip` is nil where no address is kept.
M.fill = native and fill_natively or fill_in_lua

-- Where a record's bytes are, and how many.
function M.bytes(item)
  if item.bytes then
    return item.bytes, item.size
  end
  return item.record, #item.record
end

-- Frees a record's bytes where nobody else does: it was never sent, or lies on the disk.
function M.free(item)
  if item.bytes and not item.flying then
    ffi.C.free(item.bytes)
    item.bytes = false
  end
end

-- Makes a record's text Lua's own, where nobody else frees its bytes.
function M.own(item)
  if item.bytes then
    item.record = ffi.string(item.bytes, item.size)
    ffi.C.free(item.bytes)
    item.bytes = false
  end
end

return M
