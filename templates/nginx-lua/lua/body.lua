-- The bytes of a request's body, inflated where they were compressed and never more than the spec allows.
local ffi = require("ffi")
local headers = require("headers")
local settings = require("settings")

ffi.cdef([[
typedef struct {
  const uint8_t *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *zalloc;
  void *zfree;
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
} z_stream;
const char *zlibVersion(void);
int inflateInit2_(z_stream *stream, int window_bits, const char *version, int stream_size);
int inflate(z_stream *stream, int flush);
int inflateReset2(z_stream *stream, int window_bits);
]])

local M = {}

local zlib = ffi.load("libz.so.1") -- nginx depends on it
local STREAM_END, FINISH = 1, 4
local GZIP_OR_ZLIB, RAW = 15 + 32, -15 -- window bits; `deflate` is zlib by the RFC, raw by some clients
local MOST = settings.max_body_bytes

local stream -- one for each worker, used without a yield in between
local out

local function inflate_as(text, window_bits)
  if not stream then
    stream = ffi.new("z_stream")
    out = ffi.new("uint8_t[?]", MOST + 1)
    zlib.inflateInit2_(stream, window_bits, zlib.zlibVersion(), ffi.sizeof(stream))
  end
  zlib.inflateReset2(stream, window_bits)
  stream.next_in, stream.avail_in = ffi.cast("const uint8_t *", text), #text
  stream.next_out, stream.avail_out = out, MOST + 1
  local result = zlib.inflate(stream, FINISH)
  local size = MOST + 1 - stream.avail_out
  if size > MOST then
    return nil, "BodyTooLarge"
  end
  if result ~= STREAM_END or stream.avail_in > 0 then
    return nil, "InvalidEncoding"
  end
  return ffi.string(out, size)
end

local function inflate(text, encoding)
  local found, why = inflate_as(text, GZIP_OR_ZLIB)
  if not found and why == "InvalidEncoding" and encoding == "deflate" then
    return inflate_as(text, RAW)
  end
  return found, why
end

local function raw()
  ngx.req.read_body()
  local text = ngx.req.get_body_data()
  if text then
    return text
  end
  local path = ngx.req.get_body_file() -- longer than client_body_buffer_size
  if not path then
    return ""
  end
  local file = assert(io.open(path, "rb"))
  text = file:read("*a")
  file:close()
  return text
end

-- The body; or nil and the error's name, and the body as it came. Waits until all of it is there, and reads the headers then.
function M.read()
  local text = raw()
  headers.read()
  local encoding = headers.encoding()
  if not encoding then
    return text
  end
  encoding = encoding:lower()
  if encoding == "identity" then
    return text
  elseif encoding == "gzip" or encoding == "x-gzip" or encoding == "deflate" then
    local found, why = inflate(text, encoding)
    return found, why, text
  end
  return nil, "UnsupportedEncoding", text
end

return M
