/* The answer to events that were taken. All of it is one buffer that goes past nginx's header filters, which cost more than the rest
   of the answer; what they would say is said here. */
#include "nginx_module.h"

#define PUT(p, literal) ngx_cpymem(p, literal, sizeof literal - 1)

static const char ACCEPTED[] = "{\"code\":200,\"data\":true}";

static ngx_str_t variable(ngx_http_request_t *r, ngx_str_t name) {
  ngx_http_variable_value_t *v = ngx_http_get_variable(r, &name, ngx_hash_key(name.data, name.len));
  if (v == NULL || v->not_found) return (ngx_str_t)ngx_null_string;
  return (ngx_str_t){v->len, v->data};
}

static int has_origin(const ngx_http_request_t *r) {
  for (const ngx_list_part_t *part = &r->headers_in.headers.part; part != NULL; part = part->next) {
    const ngx_table_elt_t *header = part->elts;
    for (ngx_uint_t i = 0; i < part->nelts; i++) {
      if (header[i].key.len == 6 && memcmp(header[i].lowcase_key, "origin", 6) == 0) return 1;
    }
  }
  return 0;
}

/* As nginx.conf's add_header lines have it: nothing is said that would be empty. */
static u_char *put_cors(u_char *p, ngx_str_t *origin) {
  p = PUT(p, "Vary: Origin\r\n");
  if (origin->len == 0) return p;
  p = ngx_cpymem(PUT(p, "Access-Control-Allow-Origin: "), origin->data, origin->len);
  return PUT(p, "\r\nAccess-Control-Allow-Credentials: true\r\n");
}

static ngx_int_t say(ngx_http_request_t *r) {
  enum { ROOM = 384 }; /* without the origin */
  ngx_str_t origin = ngx_null_string;
  /* No browser, no look into the map. */
  if (clickstream.cors && has_origin(r)) origin = variable(r, (ngx_str_t)ngx_string("cors_origin"));
  ngx_buf_t *buffer = ngx_create_temp_buf(r->pool, ROOM + origin.len);
  if (buffer == NULL) return NGX_ERROR;
  u_char *p = PUT(buffer->last, "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: ");
  p = ngx_cpymem(p, ngx_cached_http_time.data, ngx_cached_http_time.len);
  p = PUT(p, "\r\nContent-Type: application/json\r\nContent-Length: 24\r\n");
  if (clickstream.cors) p = put_cors(p, &origin);
  p = r->keepalive ? PUT(p, "Connection: keep-alive\r\n\r\n") : PUT(p, "Connection: close\r\n\r\n");
  p = ngx_cpymem(p, ACCEPTED, sizeof ACCEPTED - 1);
  buffer->last = p;
  buffer->last_buf = 1;
  r->headers_out.status = NGX_HTTP_OK;
  r->headers_out.content_length_n = sizeof ACCEPTED - 1;
  r->header_sent = 1;
  ngx_chain_t out = {buffer, NULL};
  return ngx_http_write_filter(r, &out);
}

void clickstream_answer(ngx_http_request_t *r, int events) {
  clickstream.requests++;
  clickstream.events += events;
  if (ngx_exiting) r->keepalive = 0;
  ngx_http_finalize_request(r, say(r));
}
