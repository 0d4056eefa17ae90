-- Memory of C that grows: for records that only pass through, which as texts of Lua would each be copied and hashed.
local ffi = require("ffi")

ffi.cdef([[
void *realloc(void *data, size_t size);
void free(void *data);
]])

local M = {}

local C = ffi.C
local FIRST = 64 * 1024

function M.new()
  return { data = ffi.cast("char *", nil), size = 0, room = 0 }
end

-- Where the next `more` bytes go; they count at once.
function M.add(bytes, more)
  local from = bytes.size
  bytes.size = from + more
  if bytes.size > bytes.room then
    bytes.room = math.max(FIRST, bytes.room * 2, bytes.size)
    bytes.data = ffi.cast("char *", C.realloc(bytes.data, bytes.room))
    assert(bytes.data ~= nil, "no memory")
  end
  return bytes.data + from
end

function M.free(bytes)
  C.free(bytes.data)
  bytes.data, bytes.size, bytes.room = ffi.cast("char *", nil), 0, 0
end

return M
