# Sourced by start.sh: what Secrets Manager, the one AWS API that Lua calls over TLS, needs of nginx: the task's name servers and
# Debian's certificates. Elsewhere nothing: nginx reads the certificates once for each location, which takes half a second.

servers=$(sed -n 's/^nameserver[[:space:]]\{1,\}\([0-9.]\{7,15\}\)[[:space:]]*$/\1/p' /etc/resolv.conf 2>/dev/null | head -n 3 | tr '\n' ' ')
certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}
case $certificates in *[!A-Za-z0-9._/-]*) fail 'SSL_CERT_FILE has other characters than A-Z a-z 0-9 . _ - /' ;; esac
{
  [ -n "${KAFKA_SECRET_ARN:-}" ] || certificates=
  [ -z "$servers" ] || printf 'resolver %s ipv6=off;\n' "$servers"
  [ ! -r "$certificates" ] || printf 'lua_ssl_trusted_certificate %s;\n' "$certificates"
} >"$run/client.conf"
