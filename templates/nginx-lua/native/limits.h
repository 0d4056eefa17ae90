#ifndef CLICKSTREAM_LIMITS_H
#define CLICKSTREAM_LIMITS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t key; /* 0: free */
  int64_t full_at; /* epoch microseconds */
} fast_bucket;

typedef struct {
  uint64_t seed;
  uint64_t count; /* of buckets, a multiple of 4 */
  fast_bucket buckets[];
} fast_limits;

/* Takes a token of a bucket that gains `rate` a second; 0 where there is none. Keys of two kinds may be the same. `now` in epoch seconds. */
int fast_take(fast_limits *limits, int kind, const char *key, size_t size, double rate, double now);

#endif
