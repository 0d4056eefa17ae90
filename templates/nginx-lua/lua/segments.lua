-- The files of the spill: made, locked, adopted and removed here. A segment has a name of its own and is never renamed, because
-- Fluent Bit would not find it again; its lock (flock) says that its worker lives.
local ffi = require("ffi")
local background = require("background")

ffi.cdef([[
int open(const char *path, int flags, int mode);
int close(int fd);
int flock(int fd, int operation);
int unlink(const char *path);
int mkdir(const char *path, int mode);
int getpid(void);
int64_t lseek(int fd, int64_t offset, int whence);
ssize_t pread(int fd, void *data, size_t size, int64_t offset);
int ftruncate(int fd, int64_t size);
typedef struct __dirstream DIR;
DIR *opendir(const char *path);
int closedir(DIR *folder);
struct clickstream_dirent { uint64_t inode; int64_t offset; uint16_t length; uint8_t type; char name[256]; };
struct clickstream_dirent *readdir(DIR *folder);
struct clickstream_statvfs { uint64_t block, fragment, blocks, free, available; uint64_t rest[16]; };
int statvfs(const char *path, struct clickstream_statvfs *result);
]])

local M = {}

local C = ffi.C
local READ_WRITE, CREATE, EXCLUSIVE, APPEND, CLOEXEC = 0x2, 0x40, 0x80, 0x400, 0x80000
local LOCK_EXCLUSIVE, LOCK_AT_ONCE = 2, 4
local SEEK_END = 2
local TAIL_BYTES = 64 * 1024
local ENDING = ".jsonl" -- what Fluent Bit looks for

local made = 0

function M.make_folder(path)
  C.mkdir(path, 448) -- 0700; that it exists is as good
end

-- Free and all bytes of the disk that a folder is on.
function M.space(path)
  local found = ffi.new("struct clickstream_statvfs")
  if C.statvfs(path, found) ~= 0 then
    return 0, 1
  end
  return tonumber(found.available * found.fragment), tonumber(found.blocks * found.fragment)
end

-- Names of the segments in a folder, oldest first: they begin with the time.
local function list(folder)
  local names = {}
  local found = C.opendir(folder)
  if found == nil then
    return names
  end
  local entry = C.readdir(found)
  while entry ~= nil do
    local name = ffi.string(entry.name)
    if name:sub(-#ENDING) == ENDING then
      names[#names + 1] = name
    end
    entry = C.readdir(found)
  end
  C.closedir(found)
  table.sort(names)
  return names
end

-- `done` is how far every record is acknowledged, `cursor` how far it was read to be sent again, `size` how far it is durable.
-- `since` is when it was made, which is in its name.
local function segment(path, fd, size, done)
  return {
    path = path,
    fd = fd,
    size = size,
    cursor = done,
    done = done,
    closed = false,
    since = tonumber(path:match("(%d+)%-%d+%-%d+%.jsonl$")) / 1000,
    entries = {}, -- what is being sent again, in order: [first … last]
    first = 1,
    last = 0,
    late = {}, -- offset → event that Kafka may still acknowledge by itself
  }
end

-- A new empty segment, or nil and errno.
function M.create(folder)
  made = made + 1
  local name = string.format("%013.0f-%d-%d.jsonl", ngx.now() * 1000, C.getpid(), made)
  local fd = C.open(folder .. name, READ_WRITE + CREATE + EXCLUSIVE + APPEND + CLOEXEC, 416) -- 0640
  if fd < 0 then
    return nil, ffi.errno()
  end
  C.flock(fd, LOCK_EXCLUSIVE + LOCK_AT_ONCE)
  return segment(folder .. name, fd, 0, 0)
end

-- Where the last whole line ends.
local function whole(fd, size)
  local buffer = ffi.new("char[?]", TAIL_BYTES)
  while size > 0 do
    local from = math.max(0, size - TAIL_BYTES)
    local got = tonumber(C.pread(fd, buffer, size - from, from))
    for index = got - 1, 0, -1 do
      if buffer[index] == 10 then
        return from + index + 1
      end
    end
    size = from
  end
  return 0
end

local function progress(path)
  local file = io.open(path .. ".done", "r")
  local text = file and file:read("*l")
  if file then
    file:close()
  end
  return tonumber(text) or 0
end

local function address(data)
  return tonumber(ffi.cast("intptr_t", ffi.cast("const char *", data)))
end

-- Appends a text or bytes, durably and off the event loop; the caller keeps them till then. Returns 0, errno, or nil and what went
-- wrong with the thread.
function M.append(found, data, size)
  local ok, result = ngx.run_worker_thread("disk", "background", "append", found.fd, found.size, address(data), size)
  if not ok then
    return nil, result
  end
  return result
end

-- The same where the event loop is over, at the end of a worker.
function M.append_at_exit(found, data, size)
  return background.append(found.fd, found.size, address(data), size)
end

-- A segment that a worker left behind, with its torn tail cut; nil while its worker lives or where it is gone.
local function adopt(path)
  local fd = C.open(path, READ_WRITE + APPEND + CLOEXEC, 0)
  if fd < 0 then
    return nil
  end
  if C.flock(fd, LOCK_EXCLUSIVE + LOCK_AT_ONCE) ~= 0 then
    C.close(fd)
    return nil
  end
  local size = tonumber(C.lseek(fd, 0, SEEK_END))
  local ends = whole(fd, size)
  if ends < size then
    C.ftruncate(fd, ends)
    ngx.log(ngx.WARN, "cut ", size - ends, " bytes of an unfinished write from a spill segment")
  end
  local found = segment(path, fd, ends, math.min(progress(path), ends))
  found.closed = true
  return found
end

-- What workers that are gone have left in a folder, oldest first; `known` are the paths that this worker has already.
function M.adopt(folder, known)
  local adopted = {}
  for _, name in ipairs(list(folder)) do
    local path = folder .. name
    adopted[#adopted + 1] = not known[path] and adopt(path) or nil
  end
  return adopted
end

-- Remembers how far a segment is done, so that a restart sends less of it twice. Not durable on purpose.
function M.save_progress(found)
  if found.saved == found.done then
    return
  end
  found.saved = found.done
  local file = io.open(found.path .. ".done", "w")
  if file then
    file:write(string.format("%.0f\n", found.done))
    file:close()
  end
end

function M.remove(found)
  C.unlink(found.path)
  C.unlink(found.path .. ".done")
  C.close(found.fd)
end

return M
