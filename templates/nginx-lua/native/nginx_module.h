#ifndef CLICKSTREAM_NGINX_MODULE_H
#define CLICKSTREAM_NGINX_MODULE_H

#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>

#include "clickstream.h"
#include "fast.h"

extern ngx_module_t ngx_http_clickstream_module;
extern fast_state clickstream;

/* Sends the answer to an event that was taken, and ends the request. */
void clickstream_answer(ngx_http_request_t *r);

/* Runs Lua's handler for a request, and ends it if that does. */
void clickstream_give(ngx_http_request_t *r);

/* Sends a record to librdkafka, which takes its bytes, and lets the request wait for the acknowledgement; 0 where it does not go. */
int clickstream_park(ngx_http_request_t *r, fast_topic *topic, clickstream_record *record);

/* The same without waiting for it. */
int clickstream_send(fast_topic *topic, clickstream_record *record);

double clickstream_now(void);

/* Whether nginx has loaded this module and a location uses it. */
int clickstream_is_used(void);

#endif
