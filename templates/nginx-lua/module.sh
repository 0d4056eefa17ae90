# Sourced by start.sh: whether nginx takes the module of native/, where that was built; without it Lua has every request.

module=$CLICKSTREAM_PREFIX/native/ngx_clickstream.so
printf 'load_module %s;\n' "$module" >"$run/module.conf"
echo 'clickstream;' >"$run/plain-requests.conf"
printf 'include module.conf; pid %s/try.pid; events {}\n' "$run" >"$run/try.conf"
if [ ! -f "$module" ] || ! nginx -t -q -e stderr -p "$run/" -c try.conf; then
  [ ! -f "$module" ] || echo 'clickstream: nginx does not take native/ngx_clickstream.so: build it again for this nginx' >&2
  : >"$run/module.conf"
  : >"$run/plain-requests.conf"
fi
