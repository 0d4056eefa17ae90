/* `clickstream;` in a location, after its content_by_lua_block: a POST of good events is answered here while all is well; Lua's handler
   has everything else. */
#include <stdlib.h>
#include <sys/random.h>

#include "address.h"
#include "inflate.h"
#include "limits.h"
#include "nginx_module.h"

enum {
  HEADERS = 64, /* of a request; Lua looks at more */
  LIMITS_BYTES = 4 * 1024 * 1024, /* 250,000 buckets */
};

typedef struct {
  ngx_http_handler_pt next;
} location;

static fast_limits *limits;

double clickstream_now(void) {
  ngx_time_t *now = ngx_timeofday();
  return (double)now->sec + (double)now->msec / 1000.0;
}

void clickstream_give(ngx_http_request_t *r) {
  location *here = ngx_http_get_module_loc_conf(r, ngx_http_clickstream_module);
  ngx_http_finalize_request(r, here->next(r));
}

/* All of the body, where it is in memory: of a longer one a part came with the headers. */
static int body_of(ngx_http_request_t *r, clickstream_text *body) {
  if (r->request_body == NULL || r->request_body->temp_file != NULL) return 0;
  const ngx_chain_t *first = r->request_body->bufs;
  size_t size = 0;
  for (const ngx_chain_t *chain = first; chain != NULL; chain = chain->next) {
    if (!ngx_buf_in_memory(chain->buf)) return 0;
    size += (size_t)(chain->buf->last - chain->buf->pos);
  }
  if (size == 0) return 0;
  *body = (clickstream_text){(const char *)first->buf->pos, size};
  if (first->next == NULL) return 1;
  u_char *p = ngx_palloc(r->pool, size);
  if (p == NULL) return 0;
  body->at = (const char *)p;
  for (const ngx_chain_t *chain = first; chain != NULL; chain = chain->next) {
    p = ngx_cpymem(p, chain->buf->pos, (size_t)(chain->buf->last - chain->buf->pos));
  }
  return 1;
}

static int headers_of(ngx_http_request_t *r, clickstream_request *request) {
  struct {
    int key_size;
    const u_char *key;
    int size;
    const u_char *value;
  } found[HEADERS]; /* as clickstream_headers() wants them */
  int count = 0;
  for (ngx_list_part_t *part = &r->headers_in.headers.part; part != NULL; part = part->next) {
    ngx_table_elt_t *header = part->elts;
    for (ngx_uint_t i = 0; i < part->nelts; i++) {
      if (count == HEADERS) return 0;
      found[count].key_size = (int)header[i].key.len;
      found[count].key = header[i].lowcase_key;
      found[count].size = (int)header[i].value.len;
      found[count++].value = header[i].value.data;
    }
  }
  clickstream_headers(request, found, count, clickstream.project_header, NULL);
  return 1;
}

static fast_topic *topic_of(const clickstream_text *project) {
  if (project->at == NULL || project->size == 0) return &clickstream.topics[0];
  for (int i = 0; i < clickstream.topic_count; i++) {
    fast_topic *topic = &clickstream.topics[i];
    if ((size_t)topic->size == project->size && memcmp(topic->name, project->at, project->size) == 0) return topic;
  }
  return NULL;
}

static int client_of(const ngx_connection_t *c, fast_client *client) {
  const ngx_str_t *text = c->proxy_protocol != NULL && c->proxy_protocol->src_addr.len > 0 ? &c->proxy_protocol->src_addr : &c->addr_text;
  return fast_address((const char *)text->data, text->len, clickstream.address, client);
}

static int within_limits(const fast_client *client, const fast_topic *topic) {
  if (clickstream.per_address == 0 && clickstream.per_project == 0) return 1;
  double now = clickstream_now();
  return (clickstream.per_address == 0 || fast_take(limits, FAST_BY_ADDRESS, client->limit, client->limit_size, clickstream.per_address, now)) &&
         (clickstream.per_project == 0 || fast_take(limits, FAST_BY_PROJECT, topic->name, (size_t)topic->size, clickstream.per_project, now));
}

static void free_records(int count) {
  for (int i = 0; i < count; i++) free(clickstream.records[i].bytes);
}

/* Makes the records of a request, and finds their topic: how many; 0 where this is not the plain case. */
static int records_of(ngx_http_request_t *r, fast_topic **topic) {
  clickstream_text body;
  clickstream_request request;
  fast_client client;
  if (!clickstream.open || !body_of(r, &body) || !headers_of(r, &request)) return 0;
  *topic = topic_of(&request.project);
  if (*topic == NULL || (*topic)->count == 0 || !client_of(r->connection, &client)) return 0;
  if (request.encoding.at != NULL && !fast_inflate(&request.encoding, &body, (size_t)clickstream.most_bytes)) return 0;
  int anonymous = request.anonymous.at != NULL && request.anonymous.size == 1 && *request.anonymous.at == '1';
  request.project = (clickstream_text){(*topic)->name, (size_t)(*topic)->size};
  request.ip = (clickstream_text){anonymous || client.stored_size == 0 ? NULL : client.stored, client.stored_size};
  request.query = (clickstream_text){clickstream.keeps_query && r->args.len > 0 ? (const char *)r->args.data : NULL, r->args.len};
  request.ctime = (int64_t)(clickstream_now() * 1000 + 0.5);
  request.keeps_agent = clickstream.keeps_agent && !anonymous;
  if (request.ip.at == NULL) request.ip.size = 0;
  if (request.query.at == NULL) request.query.size = 0;
  /* An id that came names the events of a batch, which Lua does. */
  int most = request.id.at == NULL ? clickstream.most : 1;
  int count = clickstream_records(&request, body.at, body.size, clickstream.records, most);
  if (count <= 0) return 0;
  /* Last, because Lua takes tokens of its own for what is not taken here. */
  if (within_limits(&client, *topic)) return count;
  free_records(count);
  return 0;
}

static void with_body(ngx_http_request_t *r) {
  fast_topic *topic;
  int count = records_of(r, &topic);
  if (count > 0 && clickstream_take_in(r, topic, clickstream.records, count)) return;
  free_records(count);
  clickstream_give(r);
}

static ngx_int_t handle(ngx_http_request_t *r) {
  location *here = ngx_http_get_module_loc_conf(r, ngx_http_clickstream_module);
  if (!clickstream.open || r->method != NGX_HTTP_POST || ngx_exiting) return here->next(r);
  /* As Lua's ngx.req.read_body() asks for it, which may come after. */
  r->request_body_in_single_buf = 1;
  r->request_body_in_persistent_file = 1;
  r->request_body_in_clean_file = 1;
  ngx_int_t result = ngx_http_read_client_request_body(r, with_body);
  return result >= NGX_HTTP_SPECIAL_RESPONSE ? result : NGX_DONE;
}

int clickstream_is_used(void) { return limits != NULL; }

int clickstream_take(int kind, const char *key, size_t size, double rate, double now) {
  return fast_take(limits, kind, key, size, rate, now);
}

static ngx_int_t start_limits(ngx_shm_zone_t *zone, void *before) {
  limits = zone->data = before;
  if (before != NULL) return NGX_OK;
  ngx_slab_pool_t *pool = (ngx_slab_pool_t *)zone->shm.addr;
  uint64_t count = (LIMITS_BYTES - 64 * 1024 - sizeof *limits) / sizeof(fast_bucket) / 4 * 4;
  limits = zone->data = pool->data = ngx_slab_calloc(pool, sizeof *limits + count * sizeof(fast_bucket));
  if (limits == NULL || getrandom(&limits->seed, sizeof limits->seed, 0) != sizeof limits->seed) return NGX_ERROR;
  limits->count = count;
  return NGX_OK;
}

static char *set(ngx_conf_t *cf, ngx_command_t *command, void *conf) {
  (void)command;
  location *here = conf;
  ngx_http_core_loc_conf_t *core = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);
  if (core->handler == NULL) return "comes before the handler that it stands before";
  if (core->handler == handle) return "is duplicate";
  here->next = core->handler;
  core->handler = handle;
  ngx_str_t name = ngx_string("clickstream_limits_of_module");
  ngx_shm_zone_t *zone = ngx_shared_memory_add(cf, &name, LIMITS_BYTES, &ngx_http_clickstream_module);
  if (zone == NULL) return NGX_CONF_ERROR;
  zone->init = start_limits;
  return NGX_CONF_OK;
}

static void *create(ngx_conf_t *cf) { return ngx_pcalloc(cf->pool, sizeof(location)); }

static ngx_command_t commands[] = {
    {ngx_string("clickstream"), NGX_HTTP_LOC_CONF | NGX_CONF_NOARGS, set, NGX_HTTP_LOC_CONF_OFFSET, 0, NULL},
    ngx_null_command,
};

static ngx_http_module_t context = {.create_loc_conf = create};

ngx_module_t ngx_http_clickstream_module = {
    NGX_MODULE_V1, &context, commands, NGX_HTTP_MODULE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NGX_MODULE_V1_PADDING,
};
