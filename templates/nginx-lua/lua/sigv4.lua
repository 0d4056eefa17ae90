-- AWS Signature Version 4, for presigned URLs and for a POST, over OpenSSL's SHA-256 and HMAC.
-- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
local ffi = require("ffi")

ffi.cdef([[
typedef struct evp_md_st EVP_MD;
const EVP_MD *EVP_sha256(void);
unsigned char *SHA256(const unsigned char *data, size_t size, unsigned char *digest);
unsigned char *HMAC(const EVP_MD *md, const void *key, int key_size, const unsigned char *data, size_t size,
                    unsigned char *digest, unsigned int *digest_size);
]])

local M = {}

local C = ffi.load("libcrypto.so.3")
local digest = ffi.new("unsigned char[32]")

local function hmac(key, data)
  if C.HMAC(C.EVP_sha256(), key, #key, data, #data, digest, nil) == nil then
    error("HMAC failed")
  end
  return ffi.string(digest, 32)
end

local function hex(bytes)
  return (bytes:gsub(".", function(byte)
    return string.format("%02x", byte:byte())
  end))
end

local function sha256(data)
  C.SHA256(data, #data, digest)
  return hex(ffi.string(digest, 32))
end

-- RFC 3986: everything but the unreserved characters.
local function encode(text)
  return (text:gsub("[^%w%-._~]", function(byte)
    return string.format("%%%02X", byte:byte())
  end))
end

-- Keys and values encoded, in order of key.
function M.query_string(query)
  local parts = {}
  for key, value in pairs(query) do
    parts[#parts + 1] = encode(key) .. "=" .. encode(value)
  end
  table.sort(parts)
  return table.concat(parts, "&")
end

local function signature(request, credentials, stamp, canonical)
  local day = stamp:sub(1, 8)
  local scope = table.concat({ day, request.region, request.service, "aws4_request" }, "/")
  local to_sign = table.concat({ "AWS4-HMAC-SHA256", stamp, scope, sha256(canonical) }, "\n")
  local key = hmac("AWS4" .. credentials.secret_access_key, day)
  key = hmac(hmac(hmac(key, request.region), request.service), "aws4_request")
  return hex(hmac(key, to_sign)), credentials.access_key_id .. "/" .. scope
end

-- Adds the signature of `GET https://<host>/?<query>` to the query. `at` is in epoch seconds, `expires` in seconds.
function M.presign(request, credentials, at, expires)
  local stamp = os.date("!%Y%m%dT%H%M%SZ", at)
  local query = request.query
  query["X-Amz-Algorithm"] = "AWS4-HMAC-SHA256"
  query["X-Amz-Credential"] = credentials.access_key_id
    .. "/" .. stamp:sub(1, 8) .. "/" .. request.region .. "/" .. request.service .. "/aws4_request"
  query["X-Amz-Date"] = stamp
  query["X-Amz-Expires"] = tostring(expires)
  query["X-Amz-SignedHeaders"] = "host"
  query["X-Amz-Security-Token"] = credentials.session_token
  local canonical = { "GET", "/", M.query_string(query), "host:" .. request.host, "", "host", sha256("") }
  query["X-Amz-Signature"] = signature(request, credentials, stamp, table.concat(canonical, "\n"))
end

-- Adds the signature of `POST https://<host>/` with this body to the headers, whose names are in lower case.
function M.sign(request, credentials, at)
  local stamp = os.date("!%Y%m%dT%H%M%SZ", at)
  local headers = request.headers
  headers["host"] = request.host
  headers["x-amz-date"] = stamp
  headers["x-amz-security-token"] = credentials.session_token
  local names, lines = {}, {}
  for name in pairs(headers) do
    names[#names + 1] = name
  end
  table.sort(names)
  for index, name in ipairs(names) do
    lines[index] = name .. ":" .. headers[name]
  end
  local signed = table.concat(names, ";")
  local canonical = { "POST", "/", "", table.concat(lines, "\n"), "", signed, sha256(request.body) }
  local mark, credential = signature(request, credentials, stamp, table.concat(canonical, "\n"))
  headers["authorization"] = "AWS4-HMAC-SHA256 Credential=" .. credential .. ", SignedHeaders=" .. signed .. ", Signature=" .. mark
end

return M
