-- What a record says beside its event: the members of `meta`, and the record key.
local cjson = require("cjson.safe")
local headers = require("headers")
local json = require("json")
local json_path = require("json_path")
local settings = require("settings")

local M = {}

local QUERY_BYTES, USER_AGENT_BYTES, KEY_BYTES = 2048, 512, 1024
local AGENTS = 1000 -- texts that are remembered
local key_is_header = settings.routing_key_kind == "header"
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

-- The query that is kept, or nil: that of a GET without the event itself.
function M.query()
  local query = settings.keep_query and ngx.var.args
  if query and query ~= "" then
    if ngx.req.get_method() ~= "POST" then
      query = query:gsub("^data=[^&]*&?", ""):gsub("&data=[^&]*", "")
    end
    return query ~= "" and query or nil
  end
end

-- JSON members that follow the id in `meta`, the same for all events of a request.
function M.about()
  local text = ""
  local agent = settings.keep_user_agent and not headers.is_anonymous() and headers.agent()
  if agent then
    text = agent_text(agent)
  end
  local query = M.query()
  return query and text .. ',"query":' .. quoted(query, QUERY_BYTES) or text
end

-- Whether records have a key, and whether it is made from the event itself.
M.key_is_json = key_path and true or false
M.has_key = M.key_is_json or key_is_header

-- The record key of an event, or nil: a header's value as it is, a JSON string without its quotes, another value's text.
function M.key(event)
  local key
  if key_is_header then
    key = headers.routing()
  elseif key_path then
    key = json_path.find(event, key_path)
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

return M
