#ifndef CLICKSTREAM_ADDRESS_H
#define CLICKSTREAM_ADDRESS_H

#include "fast.h"

typedef struct {
  char stored[64]; /* for the record */
  size_t stored_size; /* 0: no address is kept */
  char limit[8]; /* what its bucket is found by: IPv6 by /64, which one household has */
  size_t limit_size;
} fast_client;

/* The same as lua/address.lua makes of an address; 0 where the text is none. */
int fast_address(const char *text, size_t size, int kept, fast_client *client);

#endif
