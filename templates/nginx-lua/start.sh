#!/bin/sh
# Starts the collector, in the image or in any folder: `CLICKSTREAM_LISTEN=127.0.0.1:8802 KAFKA_BROKERS=… sh start.sh`.
# The names of Kafka's environment are checked by lua/environment.lua, which knows what the authentication needs.
set -eu
LC_ALL=C
export LC_ALL

. "$(dirname "$0")/listen.sh"

[ -n "${KAFKA_BROKERS:-}" ] || fail 'KAFKA_BROKERS is not set'
export CLICKSTREAM_PREFIX
# The stop signal goes to nginx itself: exec, no shell in between.
exec nginx -e stderr -p "$CLICKSTREAM_PREFIX/" -c nginx.conf -g "$globals"
