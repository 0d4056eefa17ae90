-- The one HTTP request that AWS clients need: short answers, one connection each.
local M = {}

-- Body of a 200 answer, or nil and why not. `request`: { tls, host, port, method, path, headers, body }.
function M.fetch(request)
  local socket = ngx.socket.tcp()
  socket:settimeouts(1000, 2000, 5000)
  local ok, err = socket:connect(request.host, request.port)
  if not ok then
    return nil, err
  end
  if request.tls then
    ok, err = socket:sslhandshake(nil, request.host, true)
    if not ok then
      return nil, err
    end
  end
  local lines = { request.method .. " " .. request.path .. " HTTP/1.0" }
  for name, value in pairs(request.headers) do
    lines[#lines + 1] = name .. ": " .. value
  end
  local body = request.body or ""
  lines[#lines + 1] = "Content-Length: " .. #body
  socket:send(table.concat(lines, "\r\n") .. "\r\n\r\n" .. body)
  local answer
  answer, err = socket:receive("*a")
  socket:close()
  if not answer then
    return nil, err
  end
  local status, found = answer:match("^HTTP/1%.[01] (%d%d%d).-\r\n\r\n(.*)$")
  if status ~= "200" then
    return nil, "status " .. tostring(status)
  end
  return found
end

return M
