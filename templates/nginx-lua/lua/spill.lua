-- Events that Kafka has not acknowledged, on the disk: written by group commit (many requests, one fdatasync, off the event loop).
local bytes = require("bytes")
local frame = require("frame")
local metrics = require("metrics")
local records = require("records")
local segments = require("segments")
local semaphore = require("ngx.semaphore")
local settings = require("settings")

local M = {}

local SEGMENT_BYTES = 16 * 1024 * 1024
local SEGMENT_SECONDS = 60
local COMMIT_BYTES = 4 * 1024 * 1024
local WAIT_SECONDS = 10
local NO_SPACE, QUOTA = 28, 122 -- errno

local folder = ngx.config.prefix() .. "spool/spill/"
M.segments = {} -- oldest first; the last one is written to, unless it is closed
local by_path = {}
local current
local own_bytes = 0
local wake = semaphore.new(0)

-- Left free for the shipper's own files, which grow while S3 is away too: a twentieth of the disk, 512 MiB at most.
local RESERVE_SHARE, RESERVE_BYTES = 20, 512 * 1024 * 1024

-- Asked before each commit: one system call for many events.
local function crowded()
  local free, size = segments.space(folder)
  return free < math.min(size / RESERVE_SHARE, RESERVE_BYTES)
end

local spare -- bytes to use again

local function batch()
  local text = spare or bytes.new()
  spare = nil
  return { text = text, sizes = {}, items = {}, count = 0, waiting = 0, done = semaphore.new(0) }
end
local gathering = batch()
local queued = 0 -- bytes that are gathered or being written

-- Bytes of every worker's segments. Each worker publishes its own once a second and with each commit.
function M.total_bytes()
  return own_bytes + metrics.of_others("clickstream_spill_bytes")
end

local function add(segment, position)
  by_path[segment.path] = segment
  own_bytes = own_bytes + segment.size
  table.insert(M.segments, position, segment)
end

local function segment_for_writing()
  if current and (current.size >= SEGMENT_BYTES or ngx.now() - current.since >= SEGMENT_SECONDS) then
    current.closed = true
    current = nil
  end
  if not current then
    local errno
    current, errno = segments.create(folder)
    if not current then
      return nil, errno
    end
    add(current, #M.segments + 1)
    ngx.run_worker_thread("disk", "background", "sync_folder", folder)
  end
  return current
end

local function place(written, segment)
  local offset = segment.size
  for index = 1, written.count do
    local item = written.items[index]
    if item.flying or item.err == 0 then
      segment.late[offset] = item
    end
    offset = offset + written.sizes[index]
  end
  segment.size = offset
  own_bytes = own_bytes + written.text.size
  metrics.add("clickstream_spilled_total", written.count)
end

local function failure(errno)
  metrics.add("clickstream_spill_errors_total", 1)
  if errno == NO_SPACE or errno == QUOTA then
    return "full"
  end
  ngx.log(ngx.ERR, "cannot write to the spill: errno ", errno)
  return "disk"
end

-- Nil, or why the batch is not on the disk.
local function commit(written)
  if crowded() or M.total_bytes() + written.text.size > settings.spill_bytes then
    return "full"
  end
  local segment, errno = segment_for_writing()
  if not segment then
    return failure(errno)
  end
  metrics.gauge("clickstream_spill_bytes", own_bytes + written.text.size) -- before it is written: others count on it
  local result, why = segments.append(segment, written.text.data, written.text.size)
  if not result then
    ngx.log(ngx.ERR, "cannot write to the spill: ", why)
    return "disk"
  elseif result ~= 0 then
    return failure(result)
  end
  place(written, segment)
end

local function append(text, item)
  local record, size = records.bytes(item)
  return frame.append(text, item.topic, item.key, record, size)
end

local function gather(item)
  local size = append(gathering.text, item)
  local count = gathering.count + 1
  gathering.count = count
  gathering.sizes[count], gathering.items[count] = size, item
  queued = queued + size
end

-- Puts all of these events on the disk: true once they are durable, or nil and "full" or "disk". All or none.
function M.write(items)
  if queued > 4 * COMMIT_BYTES then
    return nil, "full" -- the disk is slower than the events come; memory stays bounded
  end
  for index = 1, #items do
    gather(items[index])
  end
  local mine = gathering
  mine.waiting = mine.waiting + 1
  if mine.waiting == 1 then
    wake:post(1)
  end
  if not mine.done:wait(WAIT_SECONDS) then
    return nil, "disk"
  end
  if mine.failed then
    return nil, mine.failed
  end
  return true
end

-- Waits for events, at most this long, and writes what was gathered.
function M.turn(seconds)
  wake:wait(seconds)
  if gathering.count == 0 then
    return
  end
  local written = gathering
  gathering = batch()
  written.failed = commit(written)
  M.last_failed = written.failed
  queued = queued - written.text.size
  if spare or written.text.room > COMMIT_BYTES then
    bytes.free(written.text)
  else
    spare, written.text.size = written.text, 0
  end
  written.done:post(written.waiting)
end

function M.idle()
  return gathering.count == 0 and queued == 0
end

-- Writes without the event loop, where it is over: at the end of a worker. True when all of it is on the disk.
function M.write_at_exit(items)
  local text = bytes.new()
  for index = 1, #items do
    append(text, items[index])
  end
  local segment = segments.create(folder)
  return segment ~= nil and segments.append_at_exit(segment, text.data, text.size) == 0
end

-- Takes over what workers that are gone have left.
function M.adopt()
  for position, found in ipairs(segments.adopt(folder, by_path)) do
    add(found, position) -- before this worker's own, which are younger
    if found.size > 0 then
      ngx.log(ngx.WARN, "sending again a spill segment of ", found.size - found.done, " bytes")
    end
  end
end

-- Takes away a segment whose every record is in Kafka.
function M.remove(segment)
  for index = 1, #M.segments do
    if M.segments[index] == segment then
      table.remove(M.segments, index)
      break
    end
  end
  by_path[segment.path] = nil
  own_bytes = own_bytes - segment.size
  segments.remove(segment)
end

-- Nothing more goes into this segment. False while something is being written to it.
function M.close(segment)
  if segment == current and M.idle() then
    segment.closed = true
    current = nil
  end
  return segment.closed
end

function M.publish()
  local oldest = M.segments[1]
  metrics.gauge("clickstream_spill_bytes", own_bytes)
  metrics.gauge("clickstream_spill_oldest_seconds", oldest and ngx.now() - oldest.since or 0)
  for index = 1, #M.segments do
    segments.save_progress(M.segments[index])
  end
end

-- How much of the spool's disk is free: for the spill, refused bodies and what the shipper keeps.
function M.free_percent()
  local free, size = segments.space(folder)
  return 100 * free / size
end

-- Whether the spill has room for events.
function M.has_room()
  return not crowded() and M.total_bytes() < settings.spill_bytes and not M.last_failed
end

function M.start()
  segments.make_folder(folder)
end

return M
