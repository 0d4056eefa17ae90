#!/bin/sh
# Checks what vector.yaml takes from the environment, as text between single quotes, and becomes Vector.
set -eu
LC_ALL=C
export LC_ALL

fail() {
  printf 'clickstream: %s\n' "$1" >&2
  exit 78 # EX_CONFIG of sysexits.h
}

case ${KAFKA_BROKERS:-} in
  '' | *[!]A-Za-z0-9.:,_[-]*) fail 'KAFKA_BROKERS is not host:port[,host:port...]' ;;
esac
# Printable ASCII without the single quote, and without the dollar sign that Vector would read as one more variable.
for value in "${KAFKA_USERNAME:-}" "${KAFKA_PASSWORD:-}"; do
  case $value in *[!\ -~]* | *\'* | *\$*) fail 'KAFKA_USERNAME or KAFKA_PASSWORD holds a control character, a quote or a $' ;; esac
done

# Off by default since Vector 0.57.
export VECTOR_DANGEROUSLY_ALLOW_ENV_VAR_INTERPOLATION=true
exec vector --config-yaml "${CLICKSTREAM_PREFIX:-$(dirname "$0")}/vector.yaml"
