-- Ends librdkafka's threads where the event loop is over. nginx closes Lua when a worker exits, and Lua unloads librdkafka: a thread
-- that still runs then ends the worker with signal 11.
local ffi = require("ffi")
local rdkafka = require("rdkafka")

ffi.cdef([[
int pthread_create(unsigned long *thread, const void *attributes, void *start, void *argument);
int pthread_timedjoin_np(unsigned long thread, void **result, const void *until);
void _exit(int status);
]])

local C = ffi.C
-- They end within milliseconds, but for one that waits for a name server.
local SECONDS = 2

-- `producers` hold no more messages. Returns when they are gone, or ends the process at once, which unloads nothing.
return function(producers)
  local deadline = ffi.new("int64_t[2]", os.time() + SECONDS, 0) -- a struct timespec
  local threads = {}
  for index, rk in ipairs(producers) do
    local thread = ffi.new("unsigned long[1]")
    if C.pthread_create(thread, nil, ffi.cast("void *", rdkafka.C.rd_kafka_destroy), rk) ~= 0 then
      C._exit(0)
    end
    threads[index] = thread[0]
  end
  for _, thread in ipairs(threads) do
    if C.pthread_timedjoin_np(thread, nil, deadline) ~= 0 then
      C._exit(0)
    end
  end
end
