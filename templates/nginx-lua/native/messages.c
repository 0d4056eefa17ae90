/* Events on their way through librdkafka: how they go, and what comes back. */
#include <stdlib.h>

#include "slots.h"

enum { FREE_BYTES = 1 }; /* RD_KAFKA_MSG_F_FREE: librdkafka frees them */

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

/* Nobody waits for the acknowledgements. What librdkafka does not take of them is Lua's. */
static int take_in_buffered(ngx_http_request_t *r, fast_topic *topic, const clickstream_record *records, int count) {
  double now = clickstream_now();
  int32_t place = route(topic, now);
  int sent = 0;
  while (sent < count && produce(topic, place, &records[sent], -SLOT_NUMBERS - place, now)) sent++;
  if (sent == 0) return 0;
  if (sent == count) {
    clickstream_answer(r, count);
    return 1;
  }
  slot *s = slot_for(r, topic, count - sent);
  if (s == NULL) {
    for (int i = sent; i < count; i++) free(records[i].bytes);
    ngx_http_finalize_request(r, NGX_HTTP_INTERNAL_SERVER_ERROR);
    return 1;
  }
  s->shown.settled = sent;
  for (int i = sent; i < count; i++) s->shown.events[i - sent] = (fast_event){records[i].bytes, records[i].size, FAST_UNSENT};
  slot_give(s);
  return 1;
}

static int take_in_acknowledged(ngx_http_request_t *r, fast_topic *topic, const clickstream_record *records, int count) {
  slot *s = slot_for(r, topic, count);
  if (s == NULL) return 0;
  double now = clickstream_now();
  int32_t place = route(topic, now);
  int sent = 0;
  while (sent < count && produce(topic, place, &records[sent], s->shown.number + sent, now)) sent++;
  if (sent == 0) {
    slot_release(s);
    return 0;
  }
  s->shown.partition = place;
  s->shown.flying = sent;
  s->shown.at = now;
  for (int i = 0; i < count; i++) {
    s->shown.events[i] = (fast_event){records[i].bytes, records[i].size, i < sent ? FAST_FLYING : FAST_UNSENT};
  }
  if (sent < count) {
    slot_give(s);
  } else {
    slot_park(s);
  }
  return 1;
}

int clickstream_take_in(ngx_http_request_t *r, fast_topic *topic, const clickstream_record *records, int count) {
  return (clickstream.acknowledged ? take_in_acknowledged : take_in_buffered)(r, topic, records, count);
}

static void acknowledged(double seconds) {
  int bucket = 0;
  while (bucket < FAST_BUCKETS - 1 && seconds > clickstream.ack_bounds[bucket] + 0.0005) bucket++;
  clickstream.ack_counts[bucket]++;
  clickstream.ack_seconds += seconds;
}

static void count(fast_partition *p, int delivered, double now) {
  p->outstanding--;
  clickstream.in_flight--;
  if (!delivered) return;
  clickstream.acks++;
  p->progress = p->acked = now;
  if (!clickstream.open) clickstream.late = p->late = 1;
}

/* Whether the message is settled; else it is Lua's. */
static int report(const fast_message *message, slot *s, int64_t number, double now) {
  int delivered = message->err == 0;
  count(&clickstream.partitions[s != NULL ? s->shown.partition : -SLOT_NUMBERS - number], delivered, now);
  if (s == NULL) return delivered;
  s->shown.flying--;
  if (delivered) acknowledged(now - s->shown.at);
  if (s->fate == SLOT_ORPHAN) {
    if (s->shown.flying == 0) slot_release(s);
    return 1;
  }
  if (s->fate == SLOT_HANDED) return 0;
  if (!delivered) {
    slot_leave(s, SLOT_HANDED);
    return 0;
  }
  s->shown.events[number - s->shown.number].state = FAST_STORED;
  if (s->shown.flying == 0) slot_leave(s, SLOT_DONE);
  return 1;
}

const fast_message *clickstream_next_message(void *event) {
  const fast_message *message;
  double now = clickstream_now();
  while ((message = clickstream.next_message(event)) != NULL) {
    int64_t number = (int64_t)(intptr_t)message->_private;
    slot *s = slot_at(number);
    if (s == NULL && number > -SLOT_NUMBERS) return message;
    if (!report(message, s, number, now)) return message;
  }
  return NULL;
}
