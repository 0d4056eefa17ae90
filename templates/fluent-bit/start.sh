#!/bin/sh
# Checks what fluent-bit.yaml takes from the environment, and becomes Fluent Bit. In the image, or in any folder beside a
# collector: `CLICKSTREAM_PREFIX=<the collector's folder> sh start.sh`. Credentials are found as the AWS SDKs find them.
set -eu
LC_ALL=C
export LC_ALL

fail() {
  printf 'clickstream: %s\n' "$1" >&2
  exit 78 # EX_CONFIG of sysexits.h
}

CLICKSTREAM_PREFIX=${CLICKSTREAM_PREFIX:-/opt/clickstream}
CLICKSTREAM_SHIPPER_LISTEN=${CLICKSTREAM_SHIPPER_LISTEN:-127.0.0.1:2020}
AWS_ENDPOINT_URL_S3=${AWS_ENDPOINT_URL_S3:-}

case $CLICKSTREAM_PREFIX in
  /*) ;;
  *) fail 'CLICKSTREAM_PREFIX is not an absolute path' ;;
esac
case $CLICKSTREAM_PREFIX in *[!A-Za-z0-9._/-]*) fail 'CLICKSTREAM_PREFIX has other characters than A-Z a-z 0-9 . _ - /' ;; esac

host=${CLICKSTREAM_SHIPPER_LISTEN%:*}
port=${CLICKSTREAM_SHIPPER_LISTEN##*:}
case $host in '' | *[!0-9.]*) fail 'CLICKSTREAM_SHIPPER_LISTEN is not <IPv4 address>:<port>' ;; esac
case $port in '' | *[!0-9]* | ??????*) fail 'CLICKSTREAM_SHIPPER_LISTEN is not <IPv4 address>:<port>' ;; esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail 'CLICKSTREAM_SHIPPER_LISTEN has a port outside of 1 to 65535'

# Empty: S3 of the region. Fluent Bit takes a host and a port, no path.
case $AWS_ENDPOINT_URL_S3 in
  '') ;;
  http://* | https://*)
    case ${AWS_ENDPOINT_URL_S3#*://} in
      '' | *[!A-Za-z0-9.:-]*) fail 'AWS_ENDPOINT_URL_S3 is not http(s)://<host>[:<port>]' ;;
    esac
    ;;
  *) fail 'AWS_ENDPOINT_URL_S3 is not http(s)://<host>[:<port>]' ;;
esac

spool=$CLICKSTREAM_PREFIX/spool
# The collector makes its own folders; a shipper that starts first must find them too.
mkdir -p "$spool/spill" "$spool/rejected" "$spool/fluent-bit" || fail "cannot write below $spool"

# As the program is named where it was built by hand, on the PATH, or in the image.
program=${CLICKSTREAM_FLUENT_BIT:-fluent-bit}
command -v "$program" >/dev/null 2>&1 || program=/fluent-bit/bin/fluent-bit

CLICKSTREAM_SHIPPER_HOST=$host
CLICKSTREAM_SHIPPER_PORT=$port
export CLICKSTREAM_PREFIX CLICKSTREAM_SHIPPER_HOST CLICKSTREAM_SHIPPER_PORT AWS_ENDPOINT_URL_S3
folder=$(cd "$(dirname "$0")" && pwd)
# The stop signal goes to Fluent Bit itself: exec, no shell in between.
exec "$program" -c "$folder/fluent-bit.yaml"
