/* Requests that wait for their events' acknowledgements. */
#include "slots.h"

fast_state clickstream;

static ngx_queue_t parked = {&parked, &parked}, due = {&due, &due}; /* due: what the event loop is to look after */
static ngx_event_t due_event, patience_event;
static ngx_connection_t none; /* nginx's log wants a connection of every event */

static void settle(slot *s) {
  ngx_http_request_t *r = s->shown.request;
  slot_fate fate = s->fate;
  int events = s->shown.count;
  if (fate == SLOT_DONE) slot_release(s);
  if (r == NULL) return;
  ngx_connection_t *c = r->connection;
  ngx_http_set_log_request(c->log, r);
  if (fate == SLOT_DONE) {
    clickstream_answer(r, events);
  } else {
    slot_give(s);
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

static void add_due(slot *s) {
  ngx_queue_insert_tail(&due, &s->queue);
  ngx_post_event(&due_event, &ngx_posted_events);
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
    slot_leave(s, SLOT_HANDED);
    settle(s);
  }
}

void slot_park(slot *s) {
  s->since = ngx_current_msec;
  s->fate = SLOT_PARKED;
  ngx_queue_insert_tail(&parked, &s->queue);
  clickstream.parked++;
  if (!patience_event.timer_set) ngx_add_timer(&patience_event, (ngx_msec_t)(clickstream.patience * 1000));
}

void slot_leave(slot *s, slot_fate fate) {
  ngx_queue_remove(&s->queue);
  clickstream.parked--;
  s->fate = fate;
  if (fate == SLOT_DONE) add_due(s);
}

/* nginx ends a request that is still waiting: at the end of a worker's patience with its clients. */
void slot_forget(void *data) {
  slot *s = data;
  s->shown.request = NULL;
  if (s->fate == SLOT_PARKED) slot_leave(s, SLOT_ORPHAN);
}

void clickstream_hand_over(fast_slot *shown) { add_due((slot *)shown); }

fast_state *clickstream_state(void) {
  if (!clickstream_is_used()) return NULL;
  none.fd = (ngx_socket_t)-1;
  due_event = (ngx_event_t){.handler = look_after, .data = &none, .log = ngx_cycle->log};
  patience_event = (ngx_event_t){.handler = out_of_patience, .data = &none, .log = ngx_cycle->log};
  return &clickstream;
}
