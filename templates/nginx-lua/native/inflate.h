#ifndef CLICKSTREAM_INFLATE_H
#define CLICKSTREAM_INFLATE_H

#include "clickstream.h"

/* Makes of a gzip or deflate body its text, good until the next one; 0 where it is not whole, good and of `most` bytes at most, which
   is the same at each call. */
int fast_inflate(const clickstream_text *encoding, clickstream_text *body, size_t most);

#endif
