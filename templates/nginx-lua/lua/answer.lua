-- What clients are told: small JSON bodies, a pixel, and what a preflight asks. Each returns the status. nginx.conf adds the other
-- CORS headers.
local settings = require("settings")

local M = {}

local any_origin = #settings.cors_origins > 0
local METHODS = "GET, POST, OPTIONS"
local HEADERS = "Content-Type, Content-Encoding, " .. settings.project_header .. ", x-event-id, x-anonymous"
local ACCEPTED = '{"code":200,"data":true}'
-- A transparent GIF of one pixel (GIF89a).
local PIXEL = "GIF89a\1\0\1\0\128\0\0\0\0\0\255\255\255\33\249\4\1\0\0\0\0\44\0\0\0\0\1\0\1\0\0\2\2\68\1\0\59"

local function print(text)
  ngx.header["Content-Length"] = #text
  if ngx.req.get_method() ~= "HEAD" then
    ngx.print(text)
  end
end

function M.accept()
  ngx.print(ACCEPTED) -- without its length: it costs more to say than to send in a chunk
  return 200
end

function M.pixel()
  ngx.header["Content-Type"] = "image/gif"
  ngx.header["Cache-Control"] = "no-store"
  print(PIXEL)
  return 200
end

-- `message` is always a text of ours: nothing that a client sent is repeated.
function M.refuse(code, name, message)
  ngx.status = code
  print('{"code":' .. code .. ',"error":"' .. name .. '","message":"' .. message .. '"}')
  return code
end

-- The event is in nobody's hands: the client may send it again.
function M.later(code, seconds, name, message)
  ngx.header["Retry-After"] = seconds
  return M.refuse(code, name, message)
end

-- A day is the longest that browsers keep a preflight's answer (Firefox: 86400 s, Chromium: 7200 s).
function M.preflight()
  local header = ngx.header
  header["Allow"] = METHODS
  if any_origin and ngx.var.cors_origin ~= "" then
    header["Access-Control-Allow-Methods"] = METHODS
    header["Access-Control-Allow-Headers"] = HEADERS
    header["Access-Control-Max-Age"] = "86400"
  end
  ngx.status = 204
  return 204
end

M.METHODS = METHODS

return M
