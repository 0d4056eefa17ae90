#!/bin/sh
# Compiles the part of the collector that reads bodies; needs a C compiler (Debian: gcc libc6-dev). Without it the same work is done in
# Lua. Where nginx's sources for modules are (Debian: nginx-dev), the module that takes plain requests without Lua is made too.
set -eu
cd "$(dirname "$0")"
here=$(pwd)
"${CC:-cc}" -std=c11 -O3 -Wall -Wextra -fPIC -shared -o libclickstream.so base64.c headers.c json.c records.c uuid.c

sources=/usr/share/nginx/src
[ -f "$sources/conf_flags" ] || exit 0
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cp -r "$sources/." "$build"
mkdir "$build/clickstream"
printf '%s\n' 'ngx_module_type=HTTP' 'ngx_module_name=ngx_http_clickstream_module' 'ngx_module_incs=' 'ngx_module_deps=' \
  'ngx_module_libs=' 'ngx_addon_name=ngx_http_clickstream_module' 'ngx_module_srcs=module.c' '. auto/module' \
  >"$build/clickstream/config"
cd "$build"
# nginx's own flags, because its structures depend on them.
bash -c '. ./conf_flags && bash ./configure "${NGX_CONF_FLAGS[@]}" --with-cc="$0" --add-dynamic-module=clickstream' "${CC:-cc}" >configure.log ||
  { tail -n 20 configure.log >&2; exit 1; }
folders=$(sed -n '/^ALL_INCS = /,/[^\\]$/p' objs/Makefile | grep -o -e '-I *[^ \\]*' | tr -d ' ')
# shellcheck disable=SC2086 # a list
"${CC:-cc}" -std=gnu11 -D_GNU_SOURCE -O3 -Wall -Wextra -fPIC -shared -Wl,-Bsymbolic $folders -o "$here/ngx_clickstream.so" \
  "$here"/*.c objs/ngx_http_clickstream_module_modules.c -lz
