-- What clients are told: small JSON bodies, and CORS headers for the origins on the list.
local settings = require("settings")

local M = {}

local origins = {}
for _, origin in ipairs(settings.cors_origins) do
  origins[origin] = true
end

local function cors()
  if next(origins) == nil then
    return
  end
  local header = ngx.header
  header["Vary"] = "Origin"
  local origin = ngx.var.http_origin
  if origin and origins[origin] then
    header["Access-Control-Allow-Origin"] = origin
    header["Access-Control-Allow-Credentials"] = "true"
  end
end

local ACCEPTED = '{"code":200,"data":true}'

local function print(text)
  cors()
  ngx.header["Content-Length"] = #text
  ngx.print(text)
end

function M.accept()
  print(ACCEPTED)
end

-- `message` is always a text of ours: nothing that a client sent is repeated.
function M.refuse(code, name, message)
  ngx.status = code
  print('{"code":' .. code .. ',"error":"' .. name .. '","message":"' .. message .. '"}')
end

-- The event is in nobody's hands: the client may send it again.
function M.unavailable(name, message)
  ngx.header["Retry-After"] = "5"
  M.refuse(503, name, message)
end

-- A day is the longest that browsers keep a preflight's answer (Firefox: 86400 s, Chromium: 7200 s).
function M.preflight()
  cors()
  local header = ngx.header
  header["Allow"] = "POST, OPTIONS"
  if header["Access-Control-Allow-Origin"] then
    header["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    header["Access-Control-Allow-Headers"] = "Content-Type, " .. settings.project_header
    header["Access-Control-Max-Age"] = "86400"
  end
  ngx.status = 204
end

return M
