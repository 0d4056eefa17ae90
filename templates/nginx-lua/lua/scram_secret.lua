-- The SCRAM user and password, read again from Secrets Manager while the task runs: a rotated secret needs no restart.
local cjson = require("cjson.safe")
local credentials = require("credentials")
local environment = require("environment")
local http = require("http")
local rdkafka = require("rdkafka")
local sigv4 = require("sigv4")

local M = {}

local PAUSE_SECONDS = 2 -- between two reads that failed log-ins ask for
local asked = 0

-- Scheme, host, port: AWS's own, or the one that AWS's SDKs would take from the environment.
local function endpoint(region)
  local url = os.getenv("AWS_ENDPOINT_URL_SECRETS_MANAGER")
  if not url then
    local suffix = region:find("^cn%-") and ".cn" or ""
    return true, "secretsmanager." .. region .. ".amazonaws.com" .. suffix, 443
  end
  local scheme, host, port = url:match("^(https?)://([%w.-]+):?(%d*)/?$")
  return scheme == "https", host, tonumber(port) or (scheme == "https" and 443 or 80)
end

local function read()
  local found, why = credentials.load()
  if not found then
    return nil, why
  end
  local tls, host, port = endpoint(environment.region)
  if not host then
    return nil, "AWS_ENDPOINT_URL_SECRETS_MANAGER is not a URL"
  end
  local request = {
    tls = tls,
    host = host,
    port = port,
    method = "POST",
    path = "/",
    region = environment.region,
    service = "secretsmanager",
    headers = {
      ["content-type"] = "application/x-amz-json-1.1",
      ["x-amz-target"] = "secretsmanager.GetSecretValue",
    },
    body = cjson.encode({ SecretId = environment.secret_arn }),
  }
  sigv4.sign(request, found, math.floor(ngx.time()))
  return http.fetch(request)
end

function M.apply(rk)
  local failure = rdkafka.C.rd_kafka_sasl_set_credentials(rk, environment.username, environment.password)
  if failure ~= nil then
    rdkafka.C.rd_kafka_error_destroy(failure)
    ngx.log(ngx.ERR, "the producer does not take the SCRAM secret")
  end
end

-- Sets what the secret holds now in the producer. Runs in a timer or a loop; never throws, never prints a value.
function M.refresh(_, rk)
  if not environment.secret_arn or ngx.now() - asked < PAUSE_SECONDS then
    return
  end
  asked = ngx.now()
  local body, why = read()
  local answer = body and cjson.decode(body)
  local secret = type(answer) == "table" and type(answer.SecretString) == "string" and cjson.decode(answer.SecretString)
  if type(secret) ~= "table" or type(secret.username) ~= "string" or type(secret.password) ~= "string" then
    ngx.log(ngx.ERR, "cannot read the SCRAM secret again: ", why or "it has no username and password")
    return
  end
  environment.username, environment.password = secret.username, secret.password
  M.apply(rk)
end

return M
