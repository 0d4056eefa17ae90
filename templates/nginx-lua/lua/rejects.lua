-- What was refused, kept for the people whose clients send it: lines in files that Fluent Bit ships like the spill.
local cjson = require("cjson.safe")
local metrics = require("metrics")
local segments = require("segments")
local settings = require("settings")

local M = {}

local BODY_BYTES = 64 * 1024
local A_SECOND = 20 -- that are kept by each worker; above that they are counted only
local FILE_BYTES, FILE_SECONDS = 4 * 1024 * 1024, 60

local folder = ngx.config.prefix() .. "spool/rejected/"
local lines, kept = {}, 0
local current
local files, by_path = {}, {} -- segments, oldest first

local function add(file, position)
  table.insert(files, position, file)
  by_path[file.path] = file
end

-- `whole` keeps all of a body that was accepted before Kafka refused it; `ip` is what an event's `meta` would hold.
function M.keep(reason, status, project, body, whole, ip)
  if kept >= A_SECOND and not whole then
    metrics.add("clickstream_rejected_dropped_total", 1)
    return
  end
  kept = kept + 1
  metrics.add("clickstream_rejected_total", 1)
  lines[#lines + 1] = cjson.encode({
    reason = reason,
    status = status,
    project = project,
    time = math.floor(ngx.now() * 1000),
    ip = ip,
    bytes = #body,
    body = ngx.encode_base64(whole and body or body:sub(1, BODY_BYTES)),
  }) .. "\n"
end

-- An event that was answered with 200 before Kafka refused it for its size.
function M.keep_too_large(topic, record)
  M.keep("EventTooLarge", 413, topic, record, true)
end

-- The oldest files go when there are too many of them: by then they are shipped.
local function bound()
  local sum = 0
  for index = 1, #files do
    sum = sum + files[index].size
  end
  while sum > settings.rejected_bytes / settings.workers and #files > 1 do
    local oldest = table.remove(files, 1)
    sum = sum - oldest.size
    by_path[oldest.path] = nil
    segments.remove(oldest)
  end
end

local function write(append)
  if #lines == 0 then
    return
  end
  if current and (current.size > FILE_BYTES or ngx.now() - current.since > FILE_SECONDS) then
    current = nil
  end
  if not current then
    current = segments.create(folder)
    if current then
      add(current, #files + 1)
    end
  end
  local text = table.concat(lines)
  lines = {}
  if current and append(current, text, #text) == 0 then
    current.size = current.size + #text
  else
    metrics.add("clickstream_rejected_dropped_total", 1)
  end
  bound()
end

-- Once a second: writes what was kept.
function M.turn()
  kept = 0
  write(segments.append)
end

-- The same where the event loop is over, at the end of a worker.
function M.stop()
  write(segments.append_at_exit)
end

-- Files of workers that are gone belong to the bound too.
function M.adopt()
  for position, found in ipairs(segments.adopt(folder, by_path)) do
    add(found, position)
  end
end

function M.start()
  segments.make_folder(folder)
end

return M
