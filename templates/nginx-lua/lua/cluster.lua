-- Which broker leads which partition, and where events get through: a circuit breaker for each leader, and one for each
-- partition whose leader answers for others (deleted topic, too few replicas), never one for the whole cluster.
local breaker = require("breaker")
local fast = require("fast")
local rdkafka = require("rdkafka")

local C = rdkafka.C
local open, close = breaker.open, breaker.close

local M = {}

-- How long an acknowledgement may take before its partition counts as away. MSK brokers in three zones need 5 to 30 ms.
M.PATIENCE = 0.3
-- Events without a key stay on one partition for this long, so that batches fill (librdkafka's sticky.partitioning.linger.ms).
M.STICKY_SECONDS = 0.01

local topics = {} -- name → { count, [0 … count - 1] = partition, next, current, until_ }
local partitions = {} -- all of them, by `index`
local leaders = {} -- id → { id, acked, breaker }

local function leader_of(id)
  local found = leaders[id]
  if not found then
    found = { id = id, acked = 0, breaker = breaker.new("broker " .. id) }
    leaders[id] = found
  end
  return found
end

local function add_partition(topic, name, id)
  local p = {
    topic = name,
    id = id,
    outstanding = 0,
    progress = ngx.now(),
    index = #partitions + 1,
    breaker = breaker.new("partition " .. name .. "-" .. id),
  }
  topic[id] = p
  partitions[p.index] = p
  if fast then
    fast.add(p)
  end
  return p
end

local function forget_unseen(seen)
  for id, leader in pairs(leaders) do
    if not seen[id] then
      close(leader.breaker)
      leaders[id] = nil
    end
  end
end

-- What metadata says: { [topic] = { [partition] = leader or -1 } }. A topic that is not in it has no partitions at present.
function M.update(found)
  local seen = {}
  for name, list in pairs(found) do
    topics[name] = topics[name] or { count = 0, next = math.random(0, 1000), until_ = 0 }
    local topic = topics[name]
    local count = 0
    for id, leader in pairs(list) do
      count = math.max(count, id + 1)
      local p = topic[id] or add_partition(topic, name, id)
      if p.leader ~= leader then
        p.leader = leader
        p.progress = ngx.now()
      end
      seen[leader] = true
    end
    topic.count = count
    topic.current = nil
  end
  for name, topic in pairs(topics) do
    topic.count = found[name] and topic.count or 0
  end
  forget_unseen(seen)
  if fast then
    fast.route(topics)
  end
end

local function usable(p)
  return p ~= nil and p.leader >= 0 and not p.breaker.open and not leader_of(p.leader).breaker.open
end

-- True for an event that is to find out whether a partition is usable again.
local function probe(p, now)
  if p == nil or p.leader < 0 then
    return false
  end
  local mine, its = p.breaker, leader_of(p.leader).breaker
  return breaker.probe(its.open and its or mine, now)
end

local function next_usable(topic)
  for _ = 1, topic.count do
    local p = topic[topic.next % topic.count]
    topic.next = topic.next + 1
    if usable(p) then
      return p
    end
  end
end

local function due_probe(topic, now)
  for id = 0, topic.count - 1 do
    if probe(topic[id], now) then
      return topic[id]
    end
  end
end

local function route_key(topic, key, now)
  local p = topic[C.rd_kafka_msg_partitioner_murmur2(nil, key, #key, topic.count, nil, nil)]
  if usable(p) then
    return p, false
  elseif probe(p, now) then
    return p, true
  end
end

-- The partition for an event, and whether it is a probe; nil while nothing can take it.
function M.route(name, key)
  local topic = topics[name]
  if not topic or topic.count == 0 then
    return nil
  end
  local now = ngx.now()
  if key then
    return route_key(topic, key, now)
  end
  if breaker.any_open() then
    local p = due_probe(topic, now)
    if p then
      return p, true
    end
  end
  local p = topic.current
  if not p or topic.until_ < now or not usable(p) then
    p = next_usable(topic)
    topic.current, topic.until_ = p, now + M.STICKY_SECONDS
  end
  return p, false
end

function M.partition(index)
  return partitions[index]
end

function M.sent(p)
  if p.outstanding == 0 then
    p.progress = ngx.now()
  end
  p.outstanding = p.outstanding + 1
end

-- A delivery report came for a message of this partition.
function M.acknowledged(p)
  p.outstanding = p.outstanding - 1
  p.progress = ngx.now()
  local leader = leader_of(p.leader)
  leader.acked = p.progress
  if breaker.any_open() then
    close(p.breaker)
    close(leader.breaker)
  end
end

-- A message that the nginx module counted was not delivered.
function M.failed_elsewhere(p)
  open(p.breaker)
end

function M.failed(p)
  p.outstanding = p.outstanding - 1
  M.failed_elsewhere(p)
end

-- Acknowledgements of the nginx module that came while a breaker was open.
function M.late_acknowledgements()
  local state = fast and fast.state
  if not state or state.late == 0 then
    return
  end
  state.late = 0
  for index = 1, #partitions do
    local p, counted = partitions[index], fast.partitions[index]
    if counted.late ~= 0 then
      counted.late = 0
      close(p.breaker)
      close(leader_of(p.leader).breaker)
    end
  end
end

-- The message itself was at fault.
function M.refused(p)
  p.outstanding = p.outstanding - 1
end

-- Whether a partition has messages on their way, and when its last acknowledgement came, with what the nginx module sent.
local function progress(index)
  local p = partitions[index]
  local counted = fast and fast.state and fast.partitions[index]
  if not counted then
    return p.outstanding > 0, p.progress
  end
  if p.leader >= 0 then
    local leader = leader_of(p.leader)
    leader.acked = math.max(leader.acked, counted.acked)
  end
  return p.outstanding > 0 or counted.outstanding > 0, math.max(p.progress, counted.progress)
end

-- Opens the breaker of each leader that owes an acknowledgement for too long; of the partition alone where it answers for others.
function M.sweep()
  local latest = ngx.now() - M.PATIENCE
  local owing = {}
  for index = 1, #partitions do
    local waits, since = progress(index)
    owing[index] = waits and since < latest
  end
  for index = 1, #partitions do
    local p = partitions[index]
    if owing[index] and p.leader >= 0 then
      local leader = leader_of(p.leader)
      open(leader.acked < latest and leader.breaker or p.breaker)
    end
  end
end

-- Whether a topic has a partition that takes events; where `every`, whether each has.
local function takes(topic, every)
  local all, one = topic.count > 0, false
  for id = 0, topic.count - 1 do
    local p = usable(topic[id])
    one = one or p
    all = all and p
  end
  if every then
    return all
  end
  return one
end

local function all_topics(every)
  for _, topic in pairs(topics) do
    if not takes(topic, every) then
      return false
    end
  end
  return next(topics) ~= nil
end

-- Whether metadata is worth asking for more often: something is away.
function M.troubled()
  return not all_topics(true)
end

-- Whether every topic can be written to.
function M.available()
  return all_topics(false)
end

-- { [leader] = 0 or 1 } for the metrics.
function M.states()
  local states = {}
  for id, leader in pairs(leaders) do
    states[id] = leader.breaker.open and 1 or 0
  end
  return states
end

return M
