-- Wakes the event loop as soon as librdkafka has something to report: librdkafka writes a byte into one end of a UNIX socket of
-- this worker, a cosocket reads the other end. Where that cannot be made (path too long), the caller polls.
local ffi = require("ffi")

ffi.cdef([[
int socket(int domain, int type, int protocol);
int bind(int fd, const void *address, uint32_t size);
int listen(int fd, int backlog);
int accept4(int fd, void *address, uint32_t *size, int flags);
int close(int fd);
int unlink(const char *path);
int getpid(void);
]])

local M = {}

local C = ffi.C
local AF_UNIX, SOCK_STREAM, NONBLOCK, CLOEXEC = 1, 1, 0x800, 0x80000
local PATH_BYTES = 108

local function listener(path)
  local address = ffi.new("struct { uint16_t family; char path[108]; }")
  address.family = AF_UNIX
  ffi.copy(address.path, path)
  local fd = C.socket(AF_UNIX, SOCK_STREAM + CLOEXEC, 0)
  if fd < 0 then
    return nil
  end
  C.unlink(path)
  if C.bind(fd, address, 2 + #path + 1) ~= 0 or C.listen(fd, 1) ~= 0 then
    C.close(fd)
    return nil
  end
  return fd
end

-- A cosocket to read from and the file descriptor that wakes it; nil where there is none. Only in a timer.
function M.pair(prefix)
  local path = prefix .. "spool/run/wake-" .. C.getpid() .. ".sock"
  if #path >= PATH_BYTES then
    return nil
  end
  local listening = listener(path)
  if not listening then
    return nil
  end
  local socket = ngx.socket.tcp()
  local ok = socket:connect("unix:" .. path)
  local fd = ok and C.accept4(listening, nil, nil, NONBLOCK + CLOEXEC) or -1
  C.close(listening)
  C.unlink(path)
  if fd < 0 then
    return nil
  end
  return socket, fd
end

return M
