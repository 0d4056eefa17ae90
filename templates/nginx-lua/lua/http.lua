-- The one HTTP request that AWS clients need: short answers, one connection each.
local M = {}

-- Host, port and path of a URL at one of the task's own addresses; nil for any other, to which plain HTTP must not go.
function M.of_task(url)
  local host, port, path = url:match("^http://([%d.]+):?(%d*)(/.*)$")
  if not host or not (host == "169.254.170.2" or host == "169.254.170.23" or host:find("^127%.")) then
    return nil
  end
  return host, tonumber(port) or 80, path
end

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
