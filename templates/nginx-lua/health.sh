#!/bin/bash
# The container's own check, with nothing but bash: port and path on loopback, /health of nginx unless others are named.
exec 3<>/dev/tcp/127.0.0.1/"${1:-8803}" || exit 1
printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${2:-/health}" >&3
read -r -t 3 line <&3 || exit 1
# Fluent Bit's status line ends with the number.
[[ $line =~ ^HTTP/1\.[01]\ 200([^0-9]|$) ]]
