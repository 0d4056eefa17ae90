-- The nginx module (native/fast.h), where nginx has loaded it: it takes plain requests while all is well, and this tells it how things
-- are. False where the folder has no module; `state` is nil where nginx did not load it.
local event = require("event")
local ffi = require("ffi")
local rdkafka = require("rdkafka")
local settings = require("settings")

require("native") -- declares records

ffi.cdef([[
typedef struct {
  int32_t id;
  int32_t outstanding;
  double progress;
  double acked;
  int32_t late, unused;
} fast_partition;
typedef struct {
  const char *name;
  int32_t size;
  int32_t count;
  const int32_t *partitions;
  void *handle;
  int32_t next;
  int32_t unused;
  double until_;
} fast_topic;
typedef struct {
  int32_t open;
  int32_t acknowledged, keeps_agent, keeps_query, address, cors;
  double patience, sticky;
  double per_address, per_project;
  const char *project_header;
  const double *ack_bounds;
  fast_topic *topics;
  int32_t topic_count;
  int32_t most;
  void *records;
  int64_t most_bytes;
  fast_partition *partitions;
  void *produce;
  void *next_message;
  int32_t parked;
  int32_t in_flight;
  int32_t late;
  int32_t unused_too;
  int64_t requests, events, acks;
  double ack_seconds;
  int64_t ack_counts[11];
} fast_state;
typedef struct {
  char *bytes;
  uint32_t size;
  int32_t state;
} fast_event;
typedef struct {
  void *request;
  const char *topic;
  fast_event *events;
  int64_t number;
  int32_t topic_size;
  int32_t partition;
  int32_t count;
  int32_t settled;
  int32_t flying;
  int32_t taken;
  double at;
} fast_slot;
fast_state *clickstream_state(void);
const rd_kafka_message_t *clickstream_next_message(rd_kafka_event_t *event);
fast_slot *clickstream_slot(int64_t number);
void clickstream_hand_over(fast_slot *slot);
fast_slot *clickstream_handed(void *request);
void clickstream_release(fast_slot *slot);
int clickstream_take(int kind, const char *key, size_t size, double rate, double now);
]])

local path = ngx.config.prefix() .. "native/ngx_clickstream.so"
local file = io.open(path, "rb")
if not file then
  return false
end
file:close()

local loaded, lib = pcall(ffi.load, path)
if not loaded then
  return false
end
local M = { lib = lib, FLYING = 0, STORED = 1, UNSENT = 2 }

local ADDRESS = { none = 0, truncated = 1, full = 2 }
local FIRST = 2 ^ 40 -- numbers of its messages; those of nobody's waiting lie below -FIRST
-- What Lua alone does: records with a key, and addresses from X-Forwarded-For.
local able = settings.routing_key_kind == "none" and settings.trusted_hops == 0

local well = true
local topics, room
local names -- of the topics, the default one first
local places = {} -- of each topic's partitions, which the module points to

-- `ack_bounds`: of the buckets that acknowledgements are counted in, in seconds.
function M.start(patience, sticky, ack_bounds)
  local state = M.lib.clickstream_state()
  if state == nil then
    return
  end
  state.acknowledged = settings.durability == "acknowledged" and 1 or 0
  state.keeps_agent = settings.keep_user_agent and 1 or 0
  state.keeps_query = settings.keep_query and 1 or 0
  state.address = ADDRESS[settings.address]
  state.cors = #settings.cors_origins > 0 and 1 or 0
  state.patience, state.sticky = patience, sticky
  state.per_address, state.per_project = settings.limit_per_address, settings.limit_per_project
  M.header = settings.project_header:lower() -- as long as the module looks at it
  state.project_header = M.header
  M.ack_bounds = ffi.new("double[10]", ack_bounds)
  state.ack_bounds = M.ack_bounds
  M.records = ffi.new("clickstream_record[?]", event.MOST)
  state.most, state.records, state.most_bytes = event.MOST, M.records, settings.max_body_bytes
  state.produce = ffi.cast("void *", rdkafka.C.rd_kafka_produce)
  state.next_message = ffi.cast("void *", rdkafka.C.rd_kafka_event_message_next)
  topics = ffi.new("fast_topic[?]", #settings.topics)
  state.topics, state.topic_count = topics, #settings.topics
  names = { settings.default_topic }
  for _, name in ipairs(settings.topics) do
    if name ~= settings.default_topic then
      names[#names + 1] = name
    end
  end
  for index, name in ipairs(names) do
    topics[index - 1].name, topics[index - 1].size = name, #name
  end
  room = 256
  M.partitions = ffi.new("fast_partition[?]", room)
  state.partitions = M.partitions
  M.state = state
end

-- librdkafka's handles of the topics, by name.
function M.produce_to(handles)
  for index, name in ipairs(M.state and names or {}) do
    topics[index - 1].handle = ffi.cast("void *", handles[name])
  end
end

-- `partition` exists, at the place of its index.
function M.add(partition)
  if not M.state then
    return
  end
  if partition.index >= room then
    local larger = ffi.new("fast_partition[?]", room * 2)
    ffi.copy(larger, M.partitions, room * ffi.sizeof("fast_partition"))
    M.partitions, room = larger, room * 2
    M.state.partitions = larger
  end
  M.partitions[partition.index].id = partition.id
end

local function decide()
  M.state.open = able and well and not M.closed and 1 or 0
end

-- Which partitions of each topic have a leader. `found` are cluster.lua's topics.
function M.route(found)
  if not M.state then
    return
  end
  for index, name in ipairs(names) do
    local list = {}
    local topic = found[name] or { count = 0 }
    for id = 0, topic.count - 1 do
      if topic[id] and topic[id].leader >= 0 then
        list[#list + 1] = topic[id].index
      end
    end
    places[index] = ffi.new("int32_t[?]", math.max(1, #list), list)
    topics[index - 1].partitions, topics[index - 1].count = places[index], #list
  end
  decide()
end

-- Whether every breaker is closed; while one is open, Lua has every request.
function M.all_is_well(is)
  well = is
  if M.state then
    decide()
  end
end

-- From now on Lua has every request.
function M.close()
  M.closed = true
  if M.state then
    decide()
  end
end

-- Whether a message's number is one of the module's.
function M.owns(number)
  return number >= FIRST or number <= -FIRST
end

-- Place of the partition of a message that nobody waits for.
function M.place(number)
  return -number - FIRST
end

function M.parked()
  return M.state and M.state.parked or 0
end

function M.in_flight()
  return M.state and M.state.in_flight or 0
end

return M
