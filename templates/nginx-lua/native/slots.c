/* Slots are made by the chunk, stay where they are, and are used again. */
#include <stdlib.h>

#include "slots.h"

enum {
  CHUNK = 1024,
  CHUNKS = 512,
  EVENTS = 8192, /* numbers of a slot, and so the most events of a request */
};

static slot *chunks[CHUNKS];
static int64_t made;
static ngx_queue_t unused = {&unused, &unused};

slot *slot_at(int64_t number) {
  if (number < SLOT_NUMBERS) return NULL;
  int64_t index = (number - SLOT_NUMBERS) / EVENTS;
  return index < made ? &chunks[index / CHUNK][index % CHUNK] : NULL;
}

static int grow(void) {
  if (made == (int64_t)CHUNK * CHUNKS) return 0;
  slot *chunk = calloc(CHUNK, sizeof *chunk);
  if (chunk == NULL) return 0;
  chunks[made / CHUNK] = chunk;
  for (int i = 0; i < CHUNK; i++) {
    chunk[i].shown.number = SLOT_NUMBERS + made++ * EVENTS;
    ngx_queue_insert_tail(&unused, &chunk[i].queue);
  }
  return 1;
}

slot *slot_for(ngx_http_request_t *r, const fast_topic *topic, int count) {
  if (count > EVENTS || (ngx_queue_empty(&unused) && !grow())) return NULL;
  slot *s = ngx_queue_data(ngx_queue_head(&unused), slot, queue);
  fast_event *events = count == 1 ? &s->one : malloc((size_t)count * sizeof *events);
  ngx_http_cleanup_t *cleanup = events == NULL ? NULL : ngx_http_cleanup_add(r, 0);
  if (cleanup == NULL) {
    if (events != &s->one) free(events);
    return NULL;
  }
  ngx_queue_remove(&s->queue);
  cleanup->handler = slot_forget;
  cleanup->data = s;
  s->cleanup = cleanup;
  s->fate = SLOT_HANDED;
  s->shown = (fast_slot){
      .request = r, .topic = topic->name, .topic_size = topic->size, .events = events, .number = s->shown.number, .count = count};
  return s;
}

void slot_release(slot *s) {
  if (s->shown.request != NULL) {
    s->cleanup->handler = NULL;
    s->shown.request = NULL;
  }
  if (s->shown.events != &s->one) free(s->shown.events);
  ngx_queue_insert_head(&unused, &s->queue);
}

void slot_give(slot *s) {
  ngx_http_request_t *r = s->shown.request;
  ngx_http_set_ctx(r, s, ngx_http_clickstream_module);
  clickstream_give(r);
}

fast_slot *clickstream_handed(void *request) {
  ngx_http_request_t *r = request;
  fast_slot *shown = ngx_http_get_module_ctx(r, ngx_http_clickstream_module);
  if (shown != NULL) ngx_http_set_ctx(r, NULL, ngx_http_clickstream_module);
  return shown;
}

fast_slot *clickstream_slot(int64_t number) { return (fast_slot *)slot_at(number); }

void clickstream_release(fast_slot *shown) { slot_release((slot *)shown); }
