-- AWS credentials: the task role's from the ECS endpoint, or fixed ones from the environment.
-- https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
local cjson = require("cjson.safe")
local http = require("http")

local M = {}

-- `2026-01-02T03:04:05Z` as epoch seconds (days from the civil date: Howard Hinnant's algorithm).
local function epoch(text)
  local year, month, day, hour, minute, second = text:match("^(%d%d%d%d)-(%d%d)-(%d%d)T(%d%d):(%d%d):(%d%d)")
  if not year then
    return nil
  end
  year, month, day = tonumber(year), tonumber(month), tonumber(day)
  if month <= 2 then
    year = year - 1
  end
  local era = math.floor(year / 400)
  local of_era = year - era * 400
  local of_year = math.floor((153 * (month + (month > 2 and -3 or 9)) + 2) / 5) + day - 1
  local days = era * 146097 + of_era * 365 + math.floor(of_era / 4) - math.floor(of_era / 100) + of_year - 719468
  return days * 86400 + hour * 3600 + minute * 60 + second
end

local function endpoint()
  local relative = os.getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
  if relative then
    return "169.254.170.2", 80, relative
  end
  local full = os.getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI")
  if not full then
    return nil, "no task role: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set"
  end
  local host, port, path = http.of_task(full)
  if not host then
    return nil, "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a loopback or link-local address"
  end
  return host, port, path
end

local function get(host, port, path)
  return http.fetch({
    host = host,
    port = port,
    method = "GET",
    path = path,
    headers = {
      Host = host,
      Accept = "application/json",
      Authorization = os.getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
    },
  })
end

-- { access_key_id, secret_access_key, session_token?, expires? } (expires in epoch seconds), or nil and why not.
function M.load()
  local key, secret = os.getenv("AWS_ACCESS_KEY_ID"), os.getenv("AWS_SECRET_ACCESS_KEY")
  if key and secret then
    return { access_key_id = key, secret_access_key = secret, session_token = os.getenv("AWS_SESSION_TOKEN") }
  end
  local host, port, path = endpoint()
  if not host then
    return nil, port
  end
  local body, err = get(host, port, path)
  if not body then
    return nil, "credentials endpoint: " .. err
  end
  local found = cjson.decode(body)
  if type(found) ~= "table" or type(found.AccessKeyId) ~= "string" or type(found.SecretAccessKey) ~= "string" then
    return nil, "credentials endpoint: not an answer with credentials"
  end
  return {
    access_key_id = found.AccessKeyId,
    secret_access_key = found.SecretAccessKey,
    session_token = type(found.Token) == "string" and found.Token or nil,
    expires = type(found.Expiration) == "string" and epoch(found.Expiration) or nil,
  }
end

return M
