-- Asks ECS not to stop this task when it scales in or deploys, as long as the disk holds events that Kafka does not have.
-- https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
local cjson = require("cjson.safe")
local http = require("http")

local M = {}

-- Renewed long before it ends; a collector that is gone holds its task for a quarter of an hour at most.
local EXPIRES_MINUTES, RENEW_SECONDS = 15, 300
local PAUSE_SECONDS = 10 -- between two requests, whatever came of the first
local LOG_SECONDS = 60

local host, port, path
local held = false
local asked, renewed, logged = -math.huge, -math.huge, -math.huge

-- Whether there is an agent to ask; Fargate names it in every task.
function M.start()
  local uri = os.getenv("ECS_AGENT_URI")
  if not uri then
    return false
  end
  host, port, path = http.of_task(uri)
  if not host then
    ngx.log(ngx.ERR, "ECS_AGENT_URI is not a loopback or link-local address: this task asks for no protection")
  end
  return host ~= nil
end

-- Nil, or why the agent did not do it.
local function ask(protect)
  local text, why = http.fetch({
    host = host,
    port = port,
    method = "PUT",
    path = path .. "/task-protection/v1/state",
    headers = { Host = host, ["Content-Type"] = "application/json" },
    body = cjson.encode({ ProtectionEnabled = protect, ExpiresInMinutes = protect and EXPIRES_MINUTES or nil }),
  })
  if not text then
    return why
  end
  local answer = cjson.decode(text)
  if type(answer) ~= "table" or type(answer.protection) ~= "table" then
    return "not an answer with a protection"
  end
end

-- Called once a second. Never throws, and waits for the agent alone.
function M.turn(unsent)
  local now = ngx.now()
  local due = unsent and now - renewed >= RENEW_SECONDS or not unsent and held
  if not due or now - asked < PAUSE_SECONDS then
    return
  end
  asked = now
  local failure = ask(unsent)
  if not failure then
    held, renewed = unsent, unsent and now or -math.huge
  elseif now - logged >= LOG_SECONDS then
    logged = now
    ngx.log(ngx.WARN, "ECS does not change this task's scale-in protection: ", failure)
  end
end

return M
