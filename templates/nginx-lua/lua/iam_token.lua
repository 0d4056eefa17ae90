-- The OAUTHBEARER token of MSK IAM: a presigned URL for kafka-cluster:Connect, base64url, as AWS's own signer makes it
-- (https://github.com/aws/aws-msk-iam-sasl-signer-js).
local ffi = require("ffi")
local credentials = require("credentials")
local environment = require("environment")
local rdkafka = require("rdkafka")
local sigv4 = require("sigv4")

local M = {}

local LIFETIME_SECONDS = 900 -- the longest that MSK takes
local USER_AGENT = "clickstream-collector"
local errstr = ffi.new("char[512]")

local function host(region)
  return "kafka." .. region .. ".amazonaws.com" .. (region:find("^cn%-") and ".cn" or "")
end

-- The token and its end in epoch seconds: no later than the credentials'.
function M.make(region, found, at)
  local lifetime = LIFETIME_SECONDS
  if found.expires then
    lifetime = math.min(lifetime, found.expires - at)
  end
  local request = {
    host = host(region),
    region = region,
    service = "kafka-cluster",
    query = { Action = "kafka-cluster:Connect" },
  }
  sigv4.presign(request, found, at, lifetime)
  request.query["User-Agent"] = USER_AGENT -- outside of the signature
  local url = "https://" .. request.host .. "/?" .. sigv4.query_string(request.query)
  local token = ngx.encode_base64(url, true):gsub("+", "-"):gsub("/", "_")
  return token, at + lifetime
end

local function fail(rk, why)
  ngx.log(ngx.ERR, "no token for MSK IAM: ", why)
  rdkafka.C.rd_kafka_oauthbearer_set_token_failure(rk, why) -- librdkafka asks again after 10 s
end

-- Answers librdkafka's event: a new token when 80 % of the old one's life is over. Runs in a timer.
function M.refresh(_, rk)
  local found, why = credentials.load()
  if not found then
    return fail(rk, why)
  end
  local at = math.floor(ngx.time())
  if found.expires and found.expires - at < 10 then
    return fail(rk, "the credentials are about to expire")
  end
  local token, ends = M.make(environment.region, found, at)
  if rdkafka.C.rd_kafka_oauthbearer_set_token(rk, token, ends * 1000, USER_AGENT, nil, 0, errstr, 512) ~= 0 then
    fail(rk, ffi.string(errstr))
  end
end

return M
