-- What would block the event loop, for `ngx.run_worker_thread`: a Lua state of its own, so only numbers and texts come and go.
local ffi = require("ffi")
local clock = require("clock")

ffi.cdef([[
ssize_t write(int fd, const void *data, size_t size);
ssize_t pread(int fd, void *data, size_t size, int64_t offset);
int ftruncate(int fd, int64_t size);
int fdatasync(int fd);
int fsync(int fd);
int open(const char *path, int flags, int mode);
int close(int fd);
int unlink(const char *path);
]])

local C = ffi.C
local WRITE_CREATE = 0x1 + 0x40 + 0x80000 -- O_WRONLY | O_CREAT | O_CLOEXEC

local M = {}

-- Appends bytes in memory to a file of `size`, and makes them durable. Returns 0, or errno with the file cut back to what it was.
function M.append(fd, size, address, count)
  local data = ffi.cast("const char *", ffi.cast("intptr_t", address))
  local done = 0
  while done < count do
    local wrote = tonumber(C.write(fd, data + done, count - done))
    if wrote < 0 then
      local errno = ffi.errno()
      if errno ~= 4 then -- EINTR
        C.ftruncate(fd, size)
        return errno
      end
    else
      done = done + wrote
    end
  end
  if C.fdatasync(fd) ~= 0 then
    local errno = ffi.errno()
    C.ftruncate(fd, size)
    return errno
  end
  return 0
end

-- Up to `size` bytes from `offset`, or nil.
function M.read(fd, offset, size)
  local buffer = ffi.new("char[?]", size)
  local got = tonumber(C.pread(fd, buffer, size, offset))
  return got >= 0 and ffi.string(buffer, got) or nil
end

-- Makes the names in a folder durable.
function M.sync_folder(path)
  local fd = C.open(path, 0x10000 + 0x80000, 0) -- O_DIRECTORY | O_CLOEXEC
  if fd < 0 then
    return ffi.errno()
  end
  local result = C.fsync(fd)
  C.close(fd)
  return result
end

-- Seconds of one durable write of 4 KiB (median of 15), and bytes a second of 8 MiB written at once; nil where the disk refuses.
function M.measure(path)
  local fd = C.open(path, WRITE_CREATE, 384)
  if fd < 0 then
    return nil
  end
  local function timed(text)
    local from = clock.now()
    local ok = tonumber(C.write(fd, text, #text)) == #text and C.fdatasync(fd) == 0
    return ok and clock.now() - from or nil
  end
  local small, times = string.rep("x", 4096), {}
  for index = 1, 15 do
    times[index] = timed(small)
  end
  local large = string.rep("x", 8 * 1024 * 1024)
  local long = timed(large)
  C.close(fd)
  C.unlink(path)
  if #times < 15 or not long then
    return nil
  end
  table.sort(times)
  return times[8], #large / long
end

-- Leaders of all topics that this producer knows, as "topic partition leader" lines; or nil and the error's number.
function M.leaders(address, timeout_ms)
  local rdkafka = require("rdkafka")
  local metadata = ffi.new("const rd_kafka_metadata_t *[1]")
  local rk = ffi.cast("rd_kafka_t *", ffi.cast("intptr_t", address))
  local err = rdkafka.C.rd_kafka_metadata(rk, 0, nil, metadata, timeout_ms)
  if err ~= 0 then
    return nil, err
  end
  local lines = {}
  local found = metadata[0]
  for t = 0, found.topic_cnt - 1 do
    local topic = found.topics[t]
    for p = 0, topic.err == 0 and topic.partition_cnt - 1 or -1 do
      local partition = topic.partitions[p]
      lines[#lines + 1] = ffi.string(topic.topic) .. " " .. partition.id .. " " .. partition.leader
    end
  end
  rdkafka.C.rd_kafka_metadata_destroy(found)
  return table.concat(lines, "\n")
end

-- Ends a producer that holds no more messages.
function M.destroy(address)
  local rdkafka = require("rdkafka")
  rdkafka.C.rd_kafka_destroy_flags(ffi.cast("rd_kafka_t *", ffi.cast("intptr_t", address)), rdkafka.DESTROY_AT_ONCE)
  return true
end

return M
