#ifndef CLICKSTREAM_NGINX_MODULE_H
#define CLICKSTREAM_NGINX_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "fast.h"

extern ngx_module_t ngx_http_clickstream_module;
extern fast_state clickstream;

/* Sends the answer to a request whose events were taken, and ends it. */
void clickstream_answer(ngx_http_request_t *r, int events);

/* Runs Lua's handler for a request, and ends it if that does. */
void clickstream_give(ngx_http_request_t *r);

/* Sends the records of a request to librdkafka, which takes their bytes, and sees to the request's end; 0 where none goes. */
int clickstream_take_in(ngx_http_request_t *r, fast_topic *topic, const clickstream_record *records, int count);

double clickstream_now(void);

/* Whether nginx has loaded this module and a location uses it. */
int clickstream_is_used(void);

#endif
