#ifndef CLICKSTREAM_SLOTS_H
#define CLICKSTREAM_SLOTS_H

#include "nginx_module.h"

typedef enum {
  SLOT_PARKED, /* the request waits for its acknowledgements */
  SLOT_DONE,   /* it has them, and is answered when the event loop is back */
  SLOT_HANDED, /* it is Lua's */
  SLOT_ORPHAN, /* it is gone; its messages are not */
} slot_fate;

/* A request whose events are on their way. */
typedef struct {
  fast_slot shown; /* first, because Lua's pointer is to it */
  ngx_queue_t queue;
  ngx_http_cleanup_t *cleanup;
  fast_event one; /* most requests have no more */
  ngx_msec_t since;
  slot_fate fate;
} slot;

/* Numbers of this module's messages begin here; Lua's are small. Of what nobody waits for, the number is that of the place of its
   partition below -SLOT_NUMBERS. */
#define SLOT_NUMBERS ((int64_t)1 << 40)

/* The slot of a message, or NULL where it is none of them. */
slot *slot_at(int64_t number);

/* A slot for a request of `count` events, HANDED; NULL: no memory, or too many. */
slot *slot_for(ngx_http_request_t *r, const fast_topic *topic, int count);

void slot_release(slot *s);

/* Lets a request wait until its last message is acknowledged. */
void slot_park(slot *s);

/* It waits no more, and is `fate` now; what is DONE is answered when the event loop is back. */
void slot_leave(slot *s, slot_fate fate);

/* Called when nginx ends a request that has a slot. */
void slot_forget(void *slot);

/* Gives a HANDED request to Lua's handler, now. */
void slot_give(slot *s);

#endif
