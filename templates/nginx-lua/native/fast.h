/* The nginx module: the plain case of a request without Lua. Everything else, and everything that goes wrong, is Lua's. One thread of
   each worker runs all of this, so what Lua writes here (lua/fast.lua) needs no lock. */
#ifndef CLICKSTREAM_FAST_H
#define CLICKSTREAM_FAST_H

#include <stddef.h>
#include <stdint.h>

#include "clickstream.h"

/* rdkafka.h's, the same in 2.0 and 2.8. */
typedef struct {
  int err;
  void *rkt;
  int32_t partition;
  void *payload;
  size_t len;
  void *key;
  size_t key_len;
  int64_t offset;
  void *_private;
} fast_message;

enum { FAST_BUCKETS = 11 };
enum { FAST_BY_ADDRESS, FAST_BY_PROJECT };
enum { FAST_ADDRESS_NONE, FAST_ADDRESS_TRUNCATED, FAST_ADDRESS_FULL };

typedef struct {
  int32_t id;
  int32_t outstanding; /* messages of this module that are on their way */
  double progress;     /* when the last of them was acknowledged, or the first of those on their way was sent: seconds */
  double acked;
  int32_t late, unused; /* an acknowledgement came while requests were not taken here */
} fast_partition;

typedef struct {
  const char *name;
  int32_t size;
  int32_t count; /* partitions that have a leader */
  const int32_t *partitions; /* their places in fast_state.partitions */
  void *handle;  /* librdkafka's */
  int32_t next;
  int32_t unused;
  double until; /* the partition of the moment is kept till then */
} fast_topic;

typedef struct {
  /* Lua's */
  int32_t open; /* whether requests are taken here: Kafka is healthy, and the worker stays */
  int32_t acknowledged, keeps_agent, keeps_query, address, cors;
  double patience, sticky; /* seconds */
  double per_address, per_project; /* tokens a second; 0: no limit */
  const char *project_header;
  const double *ack_bounds; /* seconds; the last bucket has none */
  fast_topic *topics; /* the first is the default */
  int32_t topic_count;
  int32_t most; /* events of a request */
  clickstream_record *records; /* room for as many */
  int64_t most_bytes;          /* of a body */
  fast_partition *partitions;
  int (*produce)(void *topic, int32_t partition, int flags, void *payload, size_t size, const void *key, size_t key_size, void *opaque);
  const fast_message *(*next_message)(void *event);
  /* this module's */
  int32_t parked;    /* requests that wait for their acknowledgement */
  int32_t in_flight; /* messages */
  int32_t late;      /* whether some partition's `late` is set */
  int32_t unused_too;
  int64_t requests, events, acks;
  double ack_seconds;
  int64_t ack_counts[FAST_BUCKETS];
} fast_state;

enum { FAST_FLYING, FAST_STORED, FAST_UNSENT };

typedef struct {
  char *bytes; /* librdkafka's until its delivery report was read; Lua's where it was not sent */
  uint32_t size;
  int32_t state;
} fast_event;

/* A request whose events Lua is to look after; good until clickstream_release(). Messages are numbered on from `number`. */
typedef struct {
  void *request; /* nginx's; NULL where it is gone */
  const char *topic;
  fast_event *events;
  int64_t number;
  int32_t topic_size;
  int32_t partition; /* its place */
  int32_t count;     /* of events */
  int32_t settled;   /* of further events of the request, which nobody is to look after */
  int32_t flying;    /* of messages on their way */
  int32_t taken;     /* Lua's: whether its handler has run */
  double at;
} fast_slot;

/* Called by Lua. None of them runs a request: what is to be done to one is done when the event loop is back. */

/* NULL where no location uses this module. */
fast_state *clickstream_state(void);

/* The next message of a delivery report that is Lua's: of its own, or one that was not delivered, or whose request Lua has. */
const fast_message *clickstream_next_message(void *event);

/* The slot that a message belongs to, or NULL where it is none of this module's. */
fast_slot *clickstream_slot(int64_t number);

/* Runs Lua's handler for the request of a slot. */
void clickstream_hand_over(fast_slot *slot);

/* The slot that this request was handed over with, or NULL; once. */
fast_slot *clickstream_handed(void *request);

void clickstream_release(fast_slot *slot);

/* Takes a token of a bucket that gains `rate` a second; 0 where there is none. Shared by all workers; `now` in epoch seconds. */
int clickstream_take(int kind, const char *key, size_t size, double rate, double now);

#endif
