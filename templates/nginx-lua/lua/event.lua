-- From a request body to the exact text of one event.
local json = require("json")

local M = {}

-- Greedy on purpose: a lazy pattern takes quadratic time on a body full of spaces.
local function trim(text)
  return text:match("^%s*(.*%S)") or ""
end

local function body()
  ngx.req.read_body()
  local text = ngx.req.get_body_data()
  if text then
    return text
  end
  local path = ngx.req.get_body_file() -- longer than client_body_buffer_size
  if not path then
    return ""
  end
  local file = assert(io.open(path, "rb"))
  text = file:read("*a")
  file:close()
  return text
end

-- The event's JSON text; or nil, error, message.
function M.read()
  local text = trim(body())
  if text == "" then
    return nil, "EmptyBody", "the body is empty"
  end
  local first = text:sub(1, 1)
  if first ~= "{" and first ~= "[" then
    text = ngx.decode_base64(text)
    if not text then
      return nil, "InvalidBody", "the body is neither a JSON object nor base64 of one"
    end
    text = trim(text)
  end
  if not json.is_object(text) then
    return nil, "InvalidJson", "the event is not a JSON object"
  end
  return text
end

return M
