/* Token buckets of all workers: for each the time at which it will be full again (GCRA), found by a keyed hash of what it limits. */
#include <string.h>

#include "limits.h"

enum { WAYS = 4 }; /* places where a bucket may stand; of a full set, the one that was quiet longest goes */
static const double BURST_SECONDS = 1; /* a bucket holds what may come in this time */

static uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Not a cryptographic hash: its seed, which no client knows, is what keeps two addresses apart. */
static uint64_t hash(const fast_limits *limits, int kind, const char *key, size_t size) {
  uint64_t h = limits->seed ^ size ^ (uint64_t)kind << 32;
  while (size > 0) {
    uint64_t word = 0;
    size_t part = size < 8 ? size : 8;
    memcpy(&word, key, part);
    h = mix(h ^ word, limits->seed | 0x9e3779b97f4a7c15u);
    key += part;
    size -= part;
  }
  h = mix(h, 0xd6e8feb86659fd93u);
  return h == 0 ? 1 : h;
}

static fast_bucket *find(fast_limits *limits, uint64_t key) {
  fast_bucket *set = &limits->buckets[(key % (limits->count / WAYS)) * WAYS], *quiet = set;
  for (int way = 0; way < WAYS; way++) {
    if (__atomic_load_n(&set[way].key, __ATOMIC_RELAXED) == key) return &set[way];
    if (set[way].full_at < quiet->full_at) quiet = &set[way];
  }
  __atomic_store_n(&quiet->key, key, __ATOMIC_RELAXED);
  __atomic_store_n(&quiet->full_at, 0, __ATOMIC_RELAXED);
  return quiet;
}

int fast_take(fast_limits *limits, int kind, const char *key, size_t size, double rate, double now) {
  fast_bucket *bucket = find(limits, hash(limits, kind, key, size));
  int64_t at = (int64_t)(now * 1e6), token = (int64_t)(1e6 / rate);
  int64_t full_at = __atomic_load_n(&bucket->full_at, __ATOMIC_RELAXED), next;
  /* Two workers that take a new place for two keys at once may count a token for the wrong one; nothing else goes wrong. */
  do {
    if (full_at - at > (int64_t)(BURST_SECONDS * 1e6)) return 0;
    next = (full_at > at ? full_at : at) + token;
  } while (!__atomic_compare_exchange_n(&bucket->full_at, &full_at, next, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return 1;
}
