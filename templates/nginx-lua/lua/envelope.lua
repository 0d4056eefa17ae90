-- The records of a request: each event's own text inside of what the collector knows about it.
local cjson = require("cjson.safe")
local json = require("json")
local settings = require("settings")
local uuid = require("uuid")

local M = {}

local QUERY_BYTES, USER_AGENT_BYTES, KEY_BYTES = 2048, 512, 1024
local AGENTS = 1000 -- texts that are remembered
local key_variable = settings.routing_key_kind == "header" and "http_" .. settings.routing_key_name:gsub("-", "_")
local key_path = settings.routing_key_kind == "json" and settings.routing_key_name

local agents, agent_count = {}, 0 -- most clients of a worker have one of few

-- JSON text of what a client sent: cut to size, without bytes that are not UTF-8 or that JSON escapes in many ways.
local function quoted(text, most)
  text = text:sub(1, most)
  if text:find("[^\32-\126]") then
    text = text:gsub("[^\32-\126]", function(byte)
      return string.format("%%%02X", byte:byte())
    end)
  end
  return '"' .. text:gsub('[\\"]', "\\%0") .. '"'
end

local function agent_text(agent)
  local found = agents[agent]
  if not found then
    if agent_count >= AGENTS then
      agents, agent_count = {}, 0
    end
    found = ',"ua":' .. quoted(agent, USER_AGENT_BYTES)
    agents[agent] = found
    agent_count = agent_count + 1
  end
  return found
end

-- What follows the id in `meta`, the same for all events of a request.
local function about_client(anonymous)
  local text = ""
  if settings.keep_user_agent and not anonymous then
    local agent = ngx.var.http_user_agent
    text = agent and agent_text(agent) or ""
  end
  local query = settings.keep_query and ngx.var.args
  if query and query ~= "" then
    if ngx.req.get_method() ~= "POST" then
      query = query:gsub("^data=[^&]*&?", ""):gsub("&data=[^&]*", "")
    end
    text = query ~= "" and text .. ',"query":' .. quoted(query, QUERY_BYTES) or text
  end
  return text
end

-- The record key of an event, or nil: a header's value as it is, a JSON string without its quotes, another value's text.
local function key_of(event)
  if not key_variable and not key_path then
    return nil
  end
  local key
  if key_variable then
    key = ngx.var[key_variable]
  elseif key_path then
    key = json.find(event, key_path)
    local first = key and key:byte(1)
    if first == 0x22 then
      key = cjson.decode("[" .. key .. "]")
      key = key and key[1]
    elseif first == 0x7b or first == 0x5b or key == "null" then
      key = nil
    end
  end
  return key and key ~= "" and #key <= KEY_BYTES and json.is_text(key) and key or nil
end

local clock_at, clock_text

-- Epoch milliseconds. The event loop's clock stands still while it turns, so the text serves many requests.
local function now_ms()
  local now = ngx.now()
  if now ~= clock_at then
    clock_at, clock_text = now, string.format("%.0f", now * 1000)
  end
  return clock_text
end

-- { topic, record, key?, … } for each event. `ip` is nil where no address is kept.
function M.wrap(events, topic, ip)
  local anonymous = ngx.var.http_x_anonymous == "1"
  local head = '{"meta":{"project":"' .. topic .. '","ctime":' .. now_ms()
    .. (ip and not anonymous and ',"ip":"' .. ip .. '"' or "") .. ',"id":"'
  local tail = '"' .. about_client(anonymous) .. '},"data":'
  local given = uuid.parse(ngx.var.http_x_event_id)
  local several = #events > 1
  local items = {}
  for index = 1, #events do
    local event = events[index]
    local id = given and (several and uuid.named(given, tostring(index - 1)) or given) or uuid.v4()
    -- All fields at once: a table that grows later is made anew each time. The producer fills in the others.
    items[index] = {
      topic = topic,
      record = head .. id .. tail .. event .. "}",
      key = key_of(event),
      flying = false,
      err = false,
      p = false,
      at = 0,
      request = false,
      kept = false,
      alone = false,
    }
  end
  return items
end

return M
