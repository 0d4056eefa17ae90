-- librdkafka's configuration: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
local environment = require("environment")
local settings = require("settings")

local M = {}

-- What `meta` and the fields around an event need at most: query and user agent, escaped, and the rest.
local ENVELOPE_BYTES = 16 * 1024

local security = {
  none = { ["security.protocol"] = "plaintext" },
  tls = { ["security.protocol"] = "ssl" },
  scram = { ["security.protocol"] = "sasl_ssl", ["sasl.mechanisms"] = "SCRAM-SHA-512" },
  iam = { ["security.protocol"] = "sasl_ssl", ["sasl.mechanisms"] = "OAUTHBEARER" },
}

-- Each record in a request of its own.
M.ALONE = { ["batch.num.messages"] = "1", ["linger.ms"] = "0" }

function M.build(overrides)
  local config = {
    ["bootstrap.servers"] = environment.brokers,
    ["client.id"] = "clickstream-collector",
    ["acks"] = "all",
    ["enable.idempotence"] = "true",
    ["compression.type"] = "lz4",
    -- Clients wait for it, and with them nginx; where nobody does, larger batches cost less.
    ["linger.ms"] = settings.durability == "acknowledged" and "2" or "3",
    ["batch.num.messages"] = "10000",
    -- Below the broker's default message.max.bytes (1048588), so that only a single event can be too large for it.
    ["batch.size"] = "1000000",
    ["message.max.bytes"] = tostring(settings.max_body_bytes + ENVELOPE_BYTES),
    -- No client waits this long (cluster.PATIENCE): it is what librdkafka's own retries have, which make no duplicates, before an
    -- event is sent again from the disk, which may.
    ["message.timeout.ms"] = "30000",
    ["request.timeout.ms"] = "10000",
    ["retry.backoff.ms"] = "50",
    ["socket.timeout.ms"] = "10000",
    ["socket.connection.setup.timeout.ms"] = "5000",
    ["socket.keepalive.enable"] = "true",
    ["socket.nagle.disable"] = "true",
    ["reconnect.backoff.max.ms"] = "1000",
    ["topic.metadata.refresh.interval.ms"] = "60000",
    ["topic.metadata.refresh.fast.interval.ms"] = "100",
    ["queue.buffering.max.messages"] = "500000",
    ["queue.buffering.max.kbytes"] = tostring(settings.queue_kib),
    ["log.connection.close"] = "false",
  }
  for name, value in pairs(security[settings.auth]) do
    config[name] = value
  end
  if settings.auth ~= "none" then
    config["ssl.endpoint.identification.algorithm"] = "https"
  end
  if settings.auth == "scram" then
    config["sasl.username"] = environment.username
    config["sasl.password"] = environment.password
  end
  for name, value in pairs(overrides or {}) do
    config[name] = value
  end
  return config
end

return M
