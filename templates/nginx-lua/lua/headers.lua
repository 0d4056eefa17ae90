-- The headers of a request that the collector reads. `ngx.var` looks each of them up by name, which costs a tenth of a whole request;
-- where the compiled part is there, one pass over nginx's own list finds them all.
local base = require("resty.core.base")
local ffi = require("ffi")
local native = require("native")
local settings = require("settings")

require("resty.core.request") -- declares the functions of nginx's Lua module that are used here

local M = {}

local C = ffi.C
local PROJECT = settings.project_header:lower()
local ROUTING = settings.routing_key_kind == "header" and settings.routing_key_name or nil

if not native then
  local project = "http_" .. PROJECT:gsub("-", "_")
  local routing = ROUTING and "http_" .. ROUTING:gsub("-", "_")

  function M.read() end

  function M.project()
    return ngx.var[project]
  end
  function M.encoding()
    return ngx.var.http_content_encoding
  end
  function M.is_anonymous()
    return ngx.var.http_x_anonymous == "1"
  end
  function M.id()
    return ngx.var.http_x_event_id
  end
  function M.agent()
    return ngx.var.http_user_agent
  end
  function M.routing()
    return routing and ngx.var[routing]
  end
  return M
end

local ALL = 0
local room = 64 -- headers
local elements = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", room)
local truncated = ffi.new("int[1]")
local request = ffi.new("clickstream_request")

local function string(text)
  return text.at ~= nil and ffi.string(text.at, text.size) or nil
end

-- What records are made from (clickstream.h). Its headers are those of the last `read`, good until the request waits for something.
M.request = request

function M.read()
  local r = base.get_request()
  local count = C.ngx_http_lua_ffi_req_get_headers_count(r, ALL, truncated)
  if count > room then
    room = count
    elements = ffi.new("ngx_http_lua_ffi_table_elt_t[?]", room)
  end
  if count > 0 then
    C.ngx_http_lua_ffi_req_get_headers(r, elements, count, 1)
  end
  native.clickstream_headers(request, elements, count, PROJECT, ROUTING)
end

function M.project()
  return string(request.project)
end
function M.encoding()
  return string(request.encoding)
end
function M.is_anonymous()
  return request.anonymous.size == 1 and request.anonymous.at ~= nil and request.anonymous.at[0] == 0x31
end
function M.id()
  return string(request.id)
end
function M.routing()
  return string(request.routing)
end

return M
