#!/bin/sh
# Runs the collector, in the image or in any folder: `CLICKSTREAM_LISTEN=127.0.0.1:8802 KAFKA_BROKERS=… sh start.sh`.
# The names of Kafka's environment are checked by lua/environment.lua, which knows what the authentication needs.
# SIGTERM: takes requests for a while yet, because the load balancer still sends some, then ends in order. SIGQUIT: ends in order
# at once. SIGHUP: reads the files again.
set -eu
LC_ALL=C
export LC_ALL

. "$(dirname "$0")/listen.sh"
. "$(dirname "$0")/client.sh"
. "$(dirname "$0")/module.sh"

[ -n "${KAFKA_BROKERS:-}" ] || fail 'KAFKA_BROKERS is not set'
export CLICKSTREAM_PREFIX
mkdir -p "$CLICKSTREAM_PREFIX/spool/spill" "$CLICKSTREAM_PREFIX/spool/rejected"

# Requests wait for Kafka by the hundred. Of the blocks below 1 KiB that were freed, glibc keeps seven of a size at hand; with this it
# keeps what a busy worker needs, and a request costs a tenth less. Read by the loader, so it comes before nginx.
export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.tcache_count=1024}"

drain_seconds=$(sed -n 's/^ *drain_seconds = \([0-9]\{1,3\}\),.*/\1/p' "$CLICKSTREAM_PREFIX/lua/settings.lua")
rm -f "$run/draining"

nginx -e stderr -p "$CLICKSTREAM_PREFIX/" -c nginx.conf -g "$globals" &
nginx=$!

drain() {
  trap '' TERM
  : >"$run/draining" || true
  left=${drain_seconds:-30}
  # Where nginx got the signal too, with the whole process group, there is nothing to wait for.
  while [ "$left" -gt 0 ] && kill -0 "$nginx" 2>/dev/null; do
    sleep 1 &
    wait $! || true
    left=$((left - 1))
  done
  kill -QUIT "$nginx" 2>/dev/null || true
}
trap drain TERM
trap 'kill -QUIT "$nginx" 2>/dev/null || true' QUIT INT
trap 'kill -HUP "$nginx" 2>/dev/null || true' HUP

# A signal ends `wait` early, with nginx still there.
while :; do
  status=0
  wait "$nginx" || status=$?
  kill -0 "$nginx" 2>/dev/null || exit "$status"
done
