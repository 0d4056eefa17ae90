/* Requests that wait for their event's acknowledgement, and events that nobody waits for. */
#include <stdlib.h>

#include "nginx_module.h"

enum {
  FREE_BYTES = 1, /* RD_KAFKA_MSG_F_FREE: librdkafka frees them */
  CHUNK = 1024,   /* slots are made by the chunk, and stay where they are */
  CHUNKS = 512,
};
/* Numbers of this module's messages; Lua's are small. */
static const int64_t SLOTS = (int64_t)1 << 40;

typedef enum { PARKED, DONE, HANDED, ORPHAN } fate;

typedef struct {
  fast_slot shown; /* first, because Lua's pointer is to it */
  ngx_queue_t queue;
  ngx_http_cleanup_t *cleanup;
  int64_t number;
  ngx_msec_t since;
  fate fate;
} slot;

fast_state clickstream;

static slot *chunks[CHUNKS];
static int64_t made;
static ngx_queue_t unused, parked, due; /* due: what the event loop is to look after */
static ngx_event_t due_event, patience_event;
static int started;
static ngx_connection_t none; /* nginx's log wants a connection of every event */

double clickstream_now(void) {
  ngx_time_t *now = ngx_timeofday();
  return (double)now->sec + (double)now->msec / 1000.0;
}

static slot *at(int64_t number) {
  int64_t index = number - SLOTS;
  return index >= 0 && index < made ? &chunks[index / CHUNK][index % CHUNK] : NULL;
}

static int grow(void) {
  if (made == (int64_t)CHUNK * CHUNKS) return 0;
  slot *chunk = calloc(CHUNK, sizeof *chunk);
  if (chunk == NULL) return 0;
  chunks[made / CHUNK] = chunk;
  for (int i = 0; i < CHUNK; i++) {
    chunk[i].number = SLOTS + made++;
    ngx_queue_insert_tail(&unused, &chunk[i].queue);
  }
  return 1;
}

static void release(slot *s) {
  if (s->shown.request != NULL) {
    s->cleanup->handler = NULL;
    s->shown.request = NULL;
  }
  ngx_queue_insert_head(&unused, &s->queue);
}

/* nginx ends a request that is still waiting: at the end of a worker's patience with its clients. */
static void forget(void *data) {
  slot *s = data;
  s->shown.request = NULL;
  if (s->fate == PARKED) {
    ngx_queue_remove(&s->queue);
    clickstream.parked--;
    s->fate = ORPHAN;
  }
}

static void settle(slot *s) {
  ngx_http_request_t *r = s->shown.request;
  if (s->fate == DONE) release(s);
  if (r == NULL) return;
  ngx_connection_t *c = r->connection;
  ngx_http_set_log_request(c->log, r);
  if (s->fate == DONE) {
    clickstream_answer(r);
  } else {
    ngx_http_set_ctx(r, s, ngx_http_clickstream_module);
    clickstream_give(r);
  }
  ngx_http_run_posted_requests(c);
}

static void look_after(ngx_event_t *event) {
  (void)event;
  while (!ngx_queue_empty(&due)) {
    ngx_queue_t *first = ngx_queue_head(&due);
    ngx_queue_remove(first);
    settle(ngx_queue_data(first, slot, queue));
  }
}

static void wake(void) {
  ngx_post_event(&due_event, &ngx_posted_events);
}

static void leave(slot *s, fate fate) {
  ngx_queue_remove(&s->queue);
  clickstream.parked--;
  s->fate = fate;
}

static void out_of_patience(ngx_event_t *event) {
  ngx_msec_t patience = (ngx_msec_t)(clickstream.patience * 1000);
  while (!ngx_queue_empty(&parked)) {
    slot *s = ngx_queue_data(ngx_queue_head(&parked), slot, queue);
    ngx_msec_t waited = ngx_current_msec - s->since;
    if (waited < patience) {
      ngx_add_timer(event, patience - waited);
      return;
    }
    leave(s, HANDED);
    settle(s);
  }
}

static void start(ngx_log_t *log) {
  ngx_queue_init(&unused);
  ngx_queue_init(&parked);
  ngx_queue_init(&due);
  started = 1;
  none.fd = (ngx_socket_t)-1;
  due_event = (ngx_event_t){.handler = look_after, .data = &none, .log = log};
  patience_event = (ngx_event_t){.handler = out_of_patience, .data = &none, .log = log};
}

/* Events stay on one partition for a while, so that batches fill. Its place. */
static int32_t route(fast_topic *topic, double now) {
  if (topic->until < now || topic->next >= topic->count) {
    topic->next = (topic->next + 1) % topic->count;
    topic->until = now + clickstream.sticky;
  }
  return topic->partitions[topic->next];
}

static int produce(fast_topic *topic, int32_t place, const clickstream_record *record, int64_t number, double now) {
  fast_partition *p = &clickstream.partitions[place];
  if (clickstream.produce(topic->handle, p->id, FREE_BYTES, record->bytes, record->size, NULL, 0, (void *)(intptr_t)number) != 0) return 0;
  if (p->outstanding++ == 0) p->progress = now;
  clickstream.in_flight++;
  return 1;
}

int clickstream_send(fast_topic *topic, clickstream_record *record) {
  double now = clickstream_now();
  int32_t place = route(topic, now);
  return produce(topic, place, record, -SLOTS - place, now);
}

int clickstream_park(ngx_http_request_t *r, fast_topic *topic, clickstream_record *record) {
  if (ngx_queue_empty(&unused) && !grow()) return 0;
  ngx_http_cleanup_t *cleanup = ngx_http_cleanup_add(r, 0);
  if (cleanup == NULL) return 0;
  slot *s = ngx_queue_data(ngx_queue_head(&unused), slot, queue);
  double now = clickstream_now();
  int32_t place = route(topic, now);
  if (!produce(topic, place, record, s->number, now)) return 0;
  ngx_queue_remove(&s->queue);
  cleanup->handler = forget;
  cleanup->data = s;
  s->shown = (fast_slot){r, topic->name, record->bytes, topic->size, (int32_t)record->size, place, 1, now};
  s->cleanup = cleanup;
  s->since = ngx_current_msec;
  s->fate = PARKED;
  ngx_queue_insert_tail(&parked, &s->queue);
  clickstream.parked++;
  if (!patience_event.timer_set) ngx_add_timer(&patience_event, (ngx_msec_t)(clickstream.patience * 1000));
  return 1;
}

static void acknowledged(double seconds) {
  int bucket = 0;
  while (bucket < FAST_BUCKETS - 1 && seconds > clickstream.ack_bounds[bucket] + 0.0005) bucket++;
  clickstream.ack_counts[bucket]++;
  clickstream.ack_seconds += seconds;
}

/* Whether the message is settled; else it is Lua's. */
static int report(const fast_message *message, slot *s, int32_t place, double now) {
  fast_partition *p = &clickstream.partitions[place];
  p->outstanding--;
  clickstream.in_flight--;
  if (s != NULL) s->shown.flying = 0;
  if (message->err == 0) {
    clickstream.acks++;
    p->progress = p->acked = now;
    if (!clickstream.open) clickstream.late = p->late = 1;
  }
  if (s == NULL) return message->err == 0;
  if (message->err == 0) acknowledged(now - s->shown.at);
  if (s->fate == ORPHAN) {
    release(s);
    return 1;
  }
  if (s->fate == HANDED) return 0;
  leave(s, message->err == 0 ? DONE : HANDED);
  if (message->err != 0) return 0;
  ngx_queue_insert_tail(&due, &s->queue);
  wake();
  return 1;
}

fast_state *clickstream_state(void) {
  if (!clickstream_is_used()) return NULL;
  if (!started) start(ngx_cycle->log);
  return &clickstream;
}

const fast_message *clickstream_next_message(void *event) {
  const fast_message *message;
  double now = clickstream_now();
  while ((message = clickstream.next_message(event)) != NULL) {
    int64_t number = (int64_t)(intptr_t)message->_private;
    slot *s = at(number);
    if (s == NULL && number > -SLOTS) return message;
    if (!report(message, s, s != NULL ? s->shown.partition : (int32_t)(-SLOTS - number), now)) return message;
  }
  return NULL;
}

fast_slot *clickstream_slot(int64_t number) {
  slot *s = at(number);
  return s == NULL ? NULL : &s->shown;
}

void clickstream_hand_over(int64_t number) {
  ngx_queue_insert_tail(&due, &at(number)->queue);
  wake();
}

int64_t clickstream_handed(void *request) {
  ngx_http_request_t *r = request;
  slot *s = ngx_http_get_module_ctx(r, ngx_http_clickstream_module);
  if (s == NULL) return 0;
  ngx_http_set_ctx(r, NULL, ngx_http_clickstream_module);
  return s->number;
}

void clickstream_release(int64_t number) { release(at(number)); }
