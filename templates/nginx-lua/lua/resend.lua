-- Sends what is on the disk to Kafka, segment by segment and in order, and takes a segment away when Kafka has all of it.
local cluster = require("cluster")
local frame = require("frame")
local metrics = require("metrics")
local rdkafka = require("rdkafka")
local rejects = require("rejects")
local spill = require("spill")

local M = {}

local WINDOW, WINDOW_BYTES = 2000, 8 * 1024 * 1024 -- records that wait for their acknowledgement
local CHUNK_BYTES = 512 * 1024
local TURN_SECONDS = 0.01
-- Records in a turn: few while clients keep the event loop busy (a turn then comes late), more while it has time.
local BUSY, CALM = 60, 400

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

-- Sends up to `budget` records of a segment; what is left of the budget, 0 when nothing more can be sent now.
local function send_some(segment, budget)
  while budget > 0 and segment.cursor < segment.size do
    if outstanding >= WINDOW or outstanding_bytes >= WINDOW_BYTES then
      return 0
    end
    local line = next_line(segment)
    if not line or not enter(segment, line) then
      return 0
    end
    budget = budget - 1
  end
  if segment.cursor >= segment.size then
    segment.text = nil
  end
  return budget
end

local function remove_done()
  for index = #spill.segments, 1, -1 do
    local segment = spill.segments[index]
    if segment.done >= segment.size and (segment.closed or spill.close(segment)) then
      spill.remove(segment)
    end
  end
end

-- One turn: waits a little, sends a little.
function M.turn()
  local from = ngx.now()
  ngx.sleep(TURN_SECONDS)
  local left = ngx.now() - from > 2 * TURN_SECONDS and BUSY or CALM
  if #spill.segments == 0 then
    return
  end
  if #failed > 0 then
    send_failed()
  end
  local position = 1
  while left > 0 and spill.segments[position] do
    left = send_some(spill.segments[position], left)
    position = position + 1
  end
  remove_done()
end

function M.start(how)
  produce = how
end

return M
