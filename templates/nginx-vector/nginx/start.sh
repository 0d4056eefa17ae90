#!/bin/sh
# Starts nginx before Vector, in the image or in any folder: `CLICKSTREAM_LISTEN=127.0.0.1:8802 sh start.sh`.
set -eu
LC_ALL=C
export LC_ALL

. "$(dirname "$0")/listen.sh"

# The stop signal goes to nginx itself: exec, no shell in between.
exec nginx -e stderr -p "$CLICKSTREAM_PREFIX/" -c nginx.conf -g "$globals"
