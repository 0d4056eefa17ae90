-- The compiled part (native/), where the folder has it; false elsewhere, and the same work is done in Lua.
local ffi = require("ffi")

ffi.cdef([[
typedef struct {
  const char *at;
  size_t size;
} clickstream_text;
typedef struct {
  clickstream_text project, anonymous, encoding, id, agent, routing;
  clickstream_text query, ip;
  int64_t ctime;
  int32_t keeps_agent;
} clickstream_request;
typedef struct {
  char *bytes;
  uint32_t size;
  uint32_t id;
  uint32_t event;
} clickstream_record;
void clickstream_headers(clickstream_request *request, const void *headers, int count, const char *project, const char *routing);
int clickstream_records(const clickstream_request *request, const char *text, size_t size, clickstream_record *records, int most);
]])

local path = ngx.config.prefix() .. "native/libclickstream.so"
local file = io.open(path, "rb")
if not file then
  ngx.log(ngx.NOTICE, "native/libclickstream.so is not built: events are read in Lua, which takes twice the time")
  return false
end
file:close()
return ffi.load(path)
