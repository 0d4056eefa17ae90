/* Gives the nginx module's address and limits a million inputs and checks what comes back. Meant to be built with
   -fsanitize=address,undefined. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "limits.h"

static uint64_t state = 88172645463325252u; /* xorshift64: the same inputs in each run */

static unsigned below(unsigned n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state % n);
}

static void fail(const char *what, const char *text) {
  fprintf(stderr, "%s: %s\n", what, text);
  exit(1);
}

/* An address, often damaged, in memory of exactly its size. */
static char *text_of(size_t *size) {
  static const char LIKELY[] = "0123456789abcdef:.% ";
  char text[128];
  unsigned char b[16];
  for (int i = 0; i < 16; i++) b[i] = below(3) == 0 ? 0 : (unsigned char)below(256);
  if (below(8) == 0) memcpy(b, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  inet_ntop(below(2) ? AF_INET : AF_INET6, b, text, sizeof text);
  *size = strlen(text);
  if (below(3) == 0) text[below((unsigned)*size)] = LIKELY[below(sizeof LIKELY)];
  if (below(50) == 0) {
    memset(text, '1', sizeof text);
    *size = 40 + below(80);
  }
  char *exact = malloc(*size);
  memcpy(exact, text, *size);
  return exact;
}

static int address(void) {
  size_t size;
  char *text = text_of(&size), again[64];
  fast_client client, full, none;
  int kept = (int)below(3), known = fast_address(text, size, kept, &client);
  if (known) {
    unsigned char b[16];
    fast_address(text, size, FAST_ADDRESS_FULL, &full);
    fast_address(text, size, FAST_ADDRESS_NONE, &none);
    if (none.stored_size != 0) fail("kept", none.stored);
    if (client.limit_size != none.limit_size || memcmp(client.limit, none.limit, none.limit_size) != 0) fail("limit", full.stored);
    int family = client.limit_size == 4 ? AF_INET : AF_INET6;
    full.stored[full.stored_size] = 0;
    if (inet_pton(family, full.stored, b) != 1 || memcmp(b, full.limit, full.limit_size) != 0) fail("full", full.stored);
    if (inet_ntop(family, b, again, sizeof again) == NULL || strcmp(again, full.stored) != 0) fail("form", full.stored);
    if (kept == FAST_ADDRESS_TRUNCATED) {
      memset(b + (family == AF_INET ? 3 : 6), 0, family == AF_INET ? 1 : 10);
      inet_ntop(family, b, again, sizeof again);
      if (strlen(again) != client.stored_size || memcmp(again, client.stored, client.stored_size) != 0) fail("truncated", again);
    }
  }
  free(text);
  return known;
}

/* Ten keys at 5 times what they may, among many others: each gets its rate and its burst, and no more. */
static void limits(void) {
  enum { COUNT = 4096, RATE = 100, SECONDS = 20 };
  fast_limits *all = calloc(1, sizeof *all + COUNT * sizeof(fast_bucket));
  all->seed = 0x1234567890abcdefu;
  all->count = COUNT;
  int taken[10] = {0};
  for (int step = 0; step < SECONDS * RATE * 5; step++) {
    double now = 1.8e9 + step / (RATE * 5.0);
    for (int key = 0; key < 10; key++) taken[key] += fast_take(all, key % 2, (char *)&key, 4, RATE, now);
    unsigned other = below(1000000);
    if (!fast_take(all, 1, (char *)&other, 3, RATE, now)) fail("limits", "a key that came once was refused");
  }
  for (int key = 0; key < 10; key++) {
    char text[32];
    snprintf(text, sizeof text, "%d", taken[key]);
    if (taken[key] < SECONDS * RATE || taken[key] > (SECONDS + 1) * RATE + 2) fail("limits", text);
  }
  free(all);
}

int main(int count, char **arguments) {
  int times = count > 1 ? atoi(arguments[1]) : 1000, known = 0;
  for (int i = 0; i < times; i++) known += address();
  limits();
  printf("%d texts, %d addresses\n", times, known);
  return 0;
}
