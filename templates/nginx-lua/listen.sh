# Sourced by start.sh: checks the addresses and writes them where nginx includes them. Everything that goes into a file here
# has passed an allow-list of characters before.

fail() {
  printf 'clickstream: %s\n' "$1" >&2
  exit 78 # EX_CONFIG of sysexits.h
}

# An address that nginx's `listen` takes: IPv4:port or [IPv6]:port.
check_listen() {
  host=${2%:*}
  port=${2##*:}
  case $port in '' | *[!0-9]* | ??????*) fail "$1 is not <address>:<port>" ;; esac
  [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "$1 has a port outside of 1 to 65535"
  case $host in
    \[*\])
      inner=${host#\[}
      inner=${inner%\]}
      case $inner in '' | *[!0-9A-Fa-f:]*) fail "$1 is not <address>:<port>" ;; esac
      ;;
    '' | *[!0-9.]*) fail "$1 is not <address>:<port>" ;;
  esac
}

CLICKSTREAM_PREFIX=${CLICKSTREAM_PREFIX:-$(cd "$(dirname "$0")" && pwd)}
CLICKSTREAM_LISTEN=${CLICKSTREAM_LISTEN:-0.0.0.0:8802}
CLICKSTREAM_METRICS_LISTEN=${CLICKSTREAM_METRICS_LISTEN:-127.0.0.1:8803}
CLICKSTREAM_PROXY_PROTOCOL=${CLICKSTREAM_PROXY_PROTOCOL:-off}

case $CLICKSTREAM_PREFIX in
  /*) ;;
  *) fail 'CLICKSTREAM_PREFIX is not an absolute path' ;;
esac
case $CLICKSTREAM_PREFIX in *[!A-Za-z0-9._/-]*) fail 'CLICKSTREAM_PREFIX has other characters than A-Z a-z 0-9 . _ - /' ;; esac
check_listen CLICKSTREAM_LISTEN "$CLICKSTREAM_LISTEN"
check_listen CLICKSTREAM_METRICS_LISTEN "$CLICKSTREAM_METRICS_LISTEN"
case $CLICKSTREAM_PROXY_PROTOCOL in
  on) proxy_protocol=' proxy_protocol' ;;
  off) proxy_protocol='' ;;
  *) fail 'CLICKSTREAM_PROXY_PROTOCOL is neither on nor off' ;;
esac

run=$CLICKSTREAM_PREFIX/spool/run
mkdir -p "$run" || fail "cannot write below $CLICKSTREAM_PREFIX/spool"
printf 'listen %s backlog=4096%s;\n' "$CLICKSTREAM_LISTEN" "$proxy_protocol" >"$run/listen-events.conf"
printf 'listen %s;\n' "$CLICKSTREAM_METRICS_LISTEN" >"$run/listen-metrics.conf"

# As many open files as the task may have: each client and each broker is one.
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true

# Where root starts it (a test machine, never the image), the workers stay root: their files may lie in a private folder.
globals='daemon off;'
[ "$(id -u)" -ne 0 ] || globals="$globals user root;"
