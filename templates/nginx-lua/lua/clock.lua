-- Clocks that nobody sets, finer than nginx's milliseconds.
local ffi = require("ffi")

ffi.cdef("int clock_gettime(int clock, void *time);")

local M = {}

local MONOTONIC, PROCESS_CPU = 1, 2
local time = ffi.new("struct { int64_t seconds; int64_t nanoseconds; }[1]")

local function read(clock)
  ffi.C.clock_gettime(clock, time)
  return tonumber(time[0].seconds) + tonumber(time[0].nanoseconds) / 1e9
end

-- Seconds from some moment in the past.
function M.now()
  return read(MONOTONIC)
end

-- Seconds of CPU that this process has had, with all of its threads.
function M.cpu()
  return read(PROCESS_CPU)
end

return M
