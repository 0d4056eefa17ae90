#!/bin/bash
# The container's own check: /health on the loopback listener, with nothing but bash.
exec 3<>/dev/tcp/127.0.0.1/"${1:-8803}" || exit 1
printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r -t 3 line <&3 || exit 1
[[ $line == *' 200 '* ]]
