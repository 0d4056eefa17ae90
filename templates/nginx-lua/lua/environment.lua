-- Reads and checks the environment. start.sh has checked what it writes into nginx's files; this checks what goes to Kafka.
local settings = require("settings")

local M = {}

local function value(name, pattern, expected)
  local text = os.getenv(name)
  if not text or text == "" then
    error(name .. " is not set: expected " .. expected, 0)
  end
  if #text > 4096 or not text:find(pattern) then
    error(name .. " is not " .. expected, 0) -- never the value: it may be a secret
  end
  return text
end

-- Raises an error, which keeps nginx from starting, unless everything that the authentication needs is there.
function M.check()
  M.brokers = value("KAFKA_BROKERS", "^[%w%.%-_:,%[%]]+$", "host:port[,host:port…]")
  if settings.auth == "scram" then
    M.username = value("KAFKA_USERNAME", "^[^%c]+$", "the user of the SCRAM secret")
    M.password = value("KAFKA_PASSWORD", "^[^%c]+$", "the password of the SCRAM secret")
    if os.getenv("KAFKA_SECRET_ARN") then
      M.secret_arn = value("KAFKA_SECRET_ARN", "^arn:[%w%-]+:secretsmanager:[%w%-]+:%d+:secret:[%w/_+=.@%-]+$", "the ARN of a secret")
      M.region = value("AWS_REGION", "^[a-z][a-z0-9%-]+$", "a region code")
    end
  elseif settings.auth == "iam" then
    M.region = value("AWS_REGION", "^[a-z][a-z0-9%-]+$", "a region code")
  end
end

return M
