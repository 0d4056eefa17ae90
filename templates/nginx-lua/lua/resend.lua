-- Sends what is on the disk to Kafka, segment by segment and in order, and takes a segment away when Kafka has all of it.
local clock = require("clock")
local cluster = require("cluster")
local frame = require("frame")
local metrics = require("metrics")
local rdkafka = require("rdkafka")
local rejects = require("rejects")
local spill = require("spill")

local M = {}

local WINDOW, WINDOW_BYTES = 2000, 8 * 1024 * 1024 -- records that wait for their acknowledgement
local CHUNK_BYTES = 512 * 1024
local YIELD_SECONDS = 0.001 -- the shortest time that gives the event loop back: nginx's clock has milliseconds
-- A drain takes what is left of this worker's vCPU below CPU_SHARE, with all that it makes librdkafka do: clients come first. Where they
-- leave nothing, LEAST records each PAUSE_SECONDS: some 1,000 a second, so that a drain ends, for a fortieth of such a worker's time.
local CPU_SHARE, WINDOW_SECONDS = 0.85, 0.05
local SLICE_SECONDS, SLICE_STEP = 0.001, 0.00005 -- the longest time that a turn sends without a pause, and the first
local LEAST, PAUSE_SECONDS = 12, 0.01

local outstanding, outstanding_bytes = 0, 0
local failed = {} -- entries to send once more
local produce -- set by the producer, which knows how

local function advance(segment)
  local entry = segment.entries[segment.first]
  while entry and entry.ok do
    segment.entries[segment.first] = nil
    segment.first = segment.first + 1
    segment.done = entry.next
    segment.late[entry.offset] = nil
    entry = segment.entries[segment.first]
  end
end

local function leave(entry)
  entry.ok = true
  entry.record = nil
  outstanding = outstanding - 1
  outstanding_bytes = outstanding_bytes - entry.bytes
  advance(entry.segment)
end

-- What became of an entry: `err` is librdkafka's.
function M.settle(entry, err)
  if err == 0 then
    metrics.add("clickstream_resent_total", 1)
    leave(entry)
  elseif err == rdkafka.ERROR.TOO_LARGE then
    rejects.keep_too_large(entry.topic, entry.record)
    leave(entry)
  else
    failed[#failed + 1] = entry
  end
end

local function send(entry)
  local p = cluster.route(entry.topic, entry.key)
  return p ~= nil and produce(entry, p) == 0
end

local function send_failed()
  if #failed == 0 then
    return
  end
  local again = failed
  failed = {}
  for index = 1, #again do
    if not send(again[index]) then
      failed[#failed + 1] = again[index]
    end
  end
end

local function enter(segment, line)
  local offset = segment.cursor
  local entry = { segment = segment, offset = offset, next = offset + #line + 1, bytes = #line }
  local late = segment.late[offset]
  if late and not late.flying and late.err ~= 0 then
    late = nil -- it was not delivered: what is on the disk counts
  end
  if late and not late.flying then
    entry.ok = true -- its acknowledgement came after all
  elseif not late then
    entry.topic, entry.key, entry.record = frame.read(line)
    if not entry.topic then
      ngx.log(ngx.ERR, "a record of the spill does not match its checksum and is left out")
      metrics.add("clickstream_spill_errors_total", 1)
      entry.ok = true
    elseif not send(entry) then
      return false
    end
  end
  segment.last = segment.last + 1
  segment.entries[segment.last] = entry
  segment.cursor = entry.next
  if entry.ok then
    advance(segment)
    return true
  end
  if late then
    late.entry, entry.topic, entry.key, entry.record = entry, late.topic, late.key, late.record
  end
  outstanding = outstanding + 1
  outstanding_bytes = outstanding_bytes + entry.bytes
  return true
end

-- The line at the cursor without its line break, from memory or from the disk.
local function next_line(segment)
  local text, from = segment.text, segment.text_from
  if text then
    local start = segment.cursor - from + 1
    local ends = text:find("\n", start, true)
    if ends then
      return text:sub(start, ends - 1)
    end
  end
  local size = CHUNK_BYTES
  while true do
    local wanted = math.min(size, segment.size - segment.cursor)
    local ok, read = ngx.run_worker_thread("disk", "background", "read", segment.fd, segment.cursor, wanted)
    if not ok or not read or #read == 0 then
      return nil
    end
    segment.text, segment.text_from = read, segment.cursor
    local ends = read:find("\n", 1, true)
    if ends then
      return read:sub(1, ends - 1)
    elseif #read < size then
      return nil
    end
    size = size * 4 -- a line longer than the chunk
  end
end

-- Sends records of a segment while `more` says so; whether the next segment may go on.
local function send_some(segment, more)
  while segment.cursor < segment.size do
    if not more() or outstanding >= WINDOW or outstanding_bytes >= WINDOW_BYTES then
      return false
    end
    local line = next_line(segment)
    if not line or not enter(segment, line) then
      return false
    end
  end
  segment.text = nil
  return true
end

local function remove_done()
  for index = #spill.segments, 1, -1 do
    local segment = spill.segments[index]
    if segment.done >= segment.size and (segment.closed or spill.close(segment)) then
      spill.remove(segment)
    end
  end
end

-- Sends until `ends`, and LEAST records at any rate; whether there were any.
local function send_until(ends)
  local count = 0
  local function more()
    count = count + 1
    return count <= LEAST or clock.now() < ends
  end
  local position = 1
  while spill.segments[position] and send_some(spill.segments[position], more) do
    position = position + 1
  end
  return count > 1
end

local slice = 0 -- how long a turn sends; 0: clients leave no time for more than the least
local window, window_cpu = 0, 0

local function adapt()
  local now = clock.now()
  local seconds = now - window
  if seconds < WINDOW_SECONDS then
    return
  end
  local cpu = clock.cpu()
  if seconds < 10 * WINDOW_SECONDS and cpu - window_cpu < CPU_SHARE * seconds then
    slice = math.min(SLICE_SECONDS, slice * 1.5 + SLICE_STEP)
  else
    slice = slice > SLICE_STEP and slice / 2 or 0
  end
  window, window_cpu = now, cpu
end

-- One turn: sends a little, then lets others work.
function M.turn()
  if #spill.segments == 0 then
    ngx.sleep(PAUSE_SECONDS)
    return
  end
  send_failed()
  local sent = send_until(clock.now() + slice)
  remove_done()
  ngx.sleep(sent and slice > 0 and YIELD_SECONDS or PAUSE_SECONDS)
  adapt()
end

function M.start(how)
  produce = how
end

return M
