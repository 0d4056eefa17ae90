-- What a worker does beside requests: the loops that move events, and the round of every second.
local ffi = require("ffi")
local cluster = require("cluster")
local emf = require("emf")
local fast = require("fast")
local flight = require("flight")
local instance = require("instance")
local metrics = require("metrics")
local producer = require("producer")
local protection = require("protection")
local rejects = require("rejects")
local resend = require("resend")
local semaphore = require("ngx.semaphore")
local settings = require("settings")
local spill = require("spill")
local wakeup = require("wakeup")

ffi.cdef([[
int getppid(void);
int getpid(void);
int kill(int pid, int signal);
]])

local M = {}

local SIGQUIT = 3
local ROUNDS = 5000 -- of a loop; then a new timer, so that the memory of the old one is freed
local POLL_SECONDS = 0.002 -- where librdkafka cannot wake the event loop
local IDLE_SECONDS = 0.1
local EMF_SECONDS, ADOPT_SECONDS, METADATA_SECONDS, SECRET_SECONDS = 15, 5, 10, 300

M.active = 0 -- requests whose events are on their way
M.draining = false
local parent

local REQUEST_SECONDS = 20 -- worker_shutdown_timeout: nginx has closed every request by then
local exiting_since

local function leaving()
  if not ngx.worker.exiting() then
    return false
  end
  exiting_since = exiting_since or ngx.now()
  return M.active + (fast and fast.parked() or 0) == 0 or ngx.now() - exiting_since > REQUEST_SECONDS
end

-- Runs turns again and again, in timers of limited life, until the worker leaves and `idle` says that nothing is left to do.
-- `make` gives a turn for one timer, and what ends it (a cosocket cannot go from one timer to the next).
local function loop(make, idle)
  local function run()
    local turn, close = make()
    for _ = 1, ROUNDS do
      local ok, err = pcall(turn)
      if not ok then
        ngx.log(ngx.ERR, err)
        ngx.sleep(0.1)
      end
      if leaving() and idle() then
        return
      end
    end
    if close then
      close()
    end
    local ok, err = ngx.timer.at(0, run)
    if not ok then
      ngx.log(ngx.CRIT, "no timer for the work of this worker: ", err)
      ffi.C.kill(ffi.C.getpid(), SIGQUIT)
    end
  end
  assert(ngx.timer.at(0, run))
end

local function always()
  return true
end

local function turns(turn)
  return function()
    return turn
  end
end

local function poll_at_times()
  local pause = semaphore.new(0)
  return function()
    pause:wait(flight.waiting() > 0 and POLL_SECONDS or IDLE_SECONDS)
    instance.poll(flight.delivered)
  end
end

-- Waits until librdkafka has something to report.
local function poll_when_woken()
  local socket, fd = wakeup.pair(ngx.config.prefix())
  if not socket then
    return poll_at_times()
  end
  socket:settimeout(IDLE_SECONDS * 1000)
  instance.wake_by(fd)
  return function()
    socket:receive(1)
    instance.poll(flight.delivered)
  end, function()
    instance.wake_by(nil)
    socket:close()
    ffi.C.close(fd)
  end
end

local function drain_flag()
  local file = io.open(ngx.config.prefix() .. "spool/run/draining", "r")
  if file then
    file:close()
  end
  return file ~= nil
end

local function publish()
  spill.publish()
  for leader, open in pairs(cluster.states()) do
    metrics.gauge('clickstream_breaker_open{broker="' .. leader .. '"}', open)
  end
  metrics.gauge("clickstream_kafka_available", cluster.available() and 1 or 0)
  metrics.flush()
end

local second = 0

local function every_second()
  second = second + 1
  M.draining = M.draining or drain_flag()
  if M.draining and fast then
    fast.close() -- its answers do not say that the connection ends
  end
  publish()
  rejects.turn()
  if ffi.C.getppid() ~= parent then
    ngx.log(ngx.CRIT, "the master process is gone")
    ffi.C.kill(ffi.C.getpid(), SIGQUIT)
  end
  if second % EMF_SECONDS == 0 and ngx.worker.id() == 0 then
    emf.print()
  end
  if second % ADOPT_SECONDS == 1 then
    spill.adopt()
    rejects.adopt()
  end
  if settings.auth == "scram" and second % SECRET_SECONDS == 0 then
    instance.renew_secret()
  end
end

local function metadata_turn()
  local wait = cluster.troubled() and 1 or METADATA_SECONDS
  instance.ask_metadata()
  instance.mend(flight.delivered)
  while wait > 0 and not ngx.worker.exiting() do
    ngx.sleep(math.min(wait, 0.5))
    wait = wait - 0.5
    if cluster.troubled() then
      wait = math.min(wait, 0.5)
    end
  end
end

-- What the task's disk can do, once at the start; a disk that cannot carry the stated load is worth a warning.
local function measure_disk()
  local path = ngx.config.prefix() .. "spool/spill/.measure-" .. ffi.C.getpid()
  local ok, seconds, rate = ngx.run_worker_thread("disk", "background", "measure", path)
  if not ok or not seconds then
    ngx.log(ngx.ERR, "the spool cannot be written to: events are refused while Kafka is away")
    return
  end
  ngx.shared.clickstream_metrics:set("clickstream_fsync_seconds", seconds)
  ngx.shared.clickstream_metrics:set("clickstream_disk_bytes_per_second", math.floor(rate))
  if rate < settings.peak_bytes_per_second then
    ngx.log(ngx.WARN, "the disk takes ", math.floor(rate), " bytes a second, the stated load is ", settings.peak_bytes_per_second)
  end
end

-- Called once in each worker, after the fork.
function M.start()
  parent = ffi.C.getppid()
  math.randomseed(ffi.C.getpid() + ngx.now() * 1000)
  spill.start()
  rejects.start()
  if fast then
    fast.start(cluster.PATIENCE, cluster.STICKY_SECONDS, metrics.BOUNDS)
  end
  instance.start()
  resend.start(flight.produce_entry)
  ngx.shared.clickstream_metrics:set("clickstream_spill_limit_bytes", settings.spill_bytes)
  loop(poll_when_woken, function()
    return flight.waiting() == 0 or not cluster.available()
  end)
  loop(turns(function()
    spill.turn(IDLE_SECONDS)
  end), spill.idle)
  loop(turns(resend.turn), always)
  loop(turns(function()
    ngx.sleep(IDLE_SECONDS)
    cluster.sweep()
  end), always)
  loop(turns(metadata_turn), always)
  loop(turns(function()
    every_second()
    ngx.sleep(1)
  end), always)
  if ngx.worker.id() == 0 then
    ngx.timer.at(0, measure_disk)
    if protection.start() then
      -- A loop of its own, because an agent that does not answer takes seconds.
      loop(turns(function()
        protection.turn(spill.total_bytes() > 0)
        ngx.sleep(1)
      end), always)
    end
  end
end

-- The end of a worker. The event loop is over: from here on everything waits.
function M.stop()
  producer.stop()
  rejects.stop()
  publish()
  instance.stop()
end

return M
