/* Compressed bodies. What does not inflate to its end here is looked at again by Lua (lua/body.lua), which also says what is wrong. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "inflate.h"

enum { GZIP_OR_ZLIB = 15 + 32 }; /* window bits */

static int is(const clickstream_text *text, const char *name) {
  return text->size == strlen(name) && strncasecmp(text->at, name, text->size) == 0;
}

int fast_inflate(const clickstream_text *encoding, clickstream_text *body, size_t most) {
  static z_stream stream; /* of the worker, used from one request to its end */
  static char *out;
  if (!is(encoding, "gzip") && !is(encoding, "x-gzip") && !is(encoding, "deflate")) return 0;
  if (out == NULL && (out = malloc(most)) == NULL) return 0;
  if ((stream.state == NULL ? inflateInit2(&stream, GZIP_OR_ZLIB) : inflateReset(&stream)) != Z_OK) return 0;
  stream.next_in = (Bytef *)body->at;
  stream.avail_in = (uInt)body->size;
  stream.next_out = (Bytef *)out;
  stream.avail_out = (uInt)most;
  if (inflate(&stream, Z_FINISH) != Z_STREAM_END || stream.avail_in > 0) return 0;
  *body = (clickstream_text){out, most - stream.avail_out};
  return 1;
}
