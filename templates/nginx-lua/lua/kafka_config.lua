-- librdkafka's settings (its CONFIGURATION.md names every one). Values are texts.
local environment = require("environment")
local settings = require("settings")

local M = {}

-- Longest wait for an acknowledgement: then the client hears 503 and may send again.
M.DELIVERY_MS = 5000

local security = {
  none = { ["security.protocol"] = "plaintext" },
  tls = { ["security.protocol"] = "ssl" },
  scram = { ["security.protocol"] = "sasl_ssl", ["sasl.mechanisms"] = "SCRAM-SHA-512" },
  iam = { ["security.protocol"] = "sasl_ssl", ["sasl.mechanisms"] = "OAUTHBEARER" },
}

function M.build()
  local config = {
    ["bootstrap.servers"] = environment.brokers,
    ["client.id"] = "clickstream-collector",
    ["acks"] = "all",
    ["enable.idempotence"] = "true",
    ["compression.type"] = "lz4",
    ["partitioner"] = "murmur2_random", -- Java's, so that a key lands where other producers put it
    ["linger.ms"] = "3",
    ["batch.num.messages"] = "10000",
    -- Below the broker's default message.max.bytes (1048588), so that only a single event can be too large for it.
    ["batch.size"] = "1000000",
    ["message.max.bytes"] = tostring(settings.max_body_bytes + 4096), -- and the envelope
    ["message.timeout.ms"] = tostring(M.DELIVERY_MS),
    ["request.timeout.ms"] = tostring(M.DELIVERY_MS),
    ["socket.timeout.ms"] = "10000",
    ["socket.keepalive.enable"] = "true",
    ["socket.nagle.disable"] = "true",
    ["reconnect.backoff.max.ms"] = "2000",
    ["queue.buffering.max.messages"] = "500000",
    ["queue.buffering.max.kbytes"] = tostring(settings.queue_kib),
    ["log.connection.close"] = "false",
    ["delivery.report.only.error"] = settings.durability == "buffered" and "true" or "false",
  }
  for name, value in pairs(security[settings.auth]) do
    config[name] = value
  end
  if settings.auth == "scram" then
    config["sasl.username"] = environment.username
    config["sasl.password"] = environment.password
  end
  return config
end

return M
