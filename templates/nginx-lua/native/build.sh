#!/bin/sh
# Compiles the part of the collector that reads bodies; needs a C compiler (Debian: gcc libc6-dev). Without it the same work is done in Lua.
set -eu
cd "$(dirname "$0")"
exec "${CC:-cc}" -std=c11 -O3 -Wall -Wextra -fPIC -shared -o libclickstream.so base64.c headers.c json.c records.c uuid.c
