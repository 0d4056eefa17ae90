/* What a request becomes: Kafka records, each one line of JSON. Called from Lua (lua/native.lua) by one thread of each worker. */
#ifndef CLICKSTREAM_H
#define CLICKSTREAM_H

#include <stddef.h>
#include <stdint.h>

enum {
  CLICKSTREAM_EMPTY = -1,  /* there is no event */
  CLICKSTREAM_BODY = -2,   /* neither JSON nor base64 of it */
  CLICKSTREAM_JSON = -3,   /* an event is not a JSON object */
  CLICKSTREAM_MANY = -4,   /* more events than `most` */
  CLICKSTREAM_MEMORY = -5, /* no memory */
};

/* Not ended by a zero byte; `at` is NULL where there is none. */
typedef struct {
  const char *at;
  size_t size;
} clickstream_text;

/* What came with a request. The texts are the caller's and must live as long as it is looked at. */
typedef struct {
  clickstream_text project, anonymous, encoding, id, agent, routing; /* headers; clickstream_headers() fills them in */
  clickstream_text query, ip;                                        /* NULL: not kept */
  int64_t ctime;                                                     /* epoch milliseconds */
  int32_t keeps_agent;
} clickstream_request;

/* A record's bytes, from malloc(): whoever takes the record frees them. */
typedef struct {
  char *bytes;
  uint32_t size;
  uint32_t id;    /* where its id stands */
  uint32_t event; /* where the event's own text stands; it ends before the last byte */
} clickstream_record;

/* Finds the headers that a request is asked for, `project` and `routing` by the names given (lower case; `routing` may be none).
   `headers` are `count` elements of nginx's Lua module (ngx_http_lua_ffi_table_elt_t). The first of equal headers counts. */
void clickstream_headers(clickstream_request *request, const void *headers, int count, const char *project, const char *routing);

/* Makes the records of a request: their number, at most `most`, or an error; then nothing is left allocated. An id that came is
   that of the one event; several events have new ones. */
int clickstream_records(const clickstream_request *request, const char *text, size_t size, clickstream_record *records, int most);

/* Behind the JSON object that begins at p, or NULL. The text ends with 16 zero bytes; line breaks between tokens become spaces. */
char *clickstream_object_end(char *p);

/* First byte from p on that is no white space; `broken`, where given, is set when a line break was passed. */
char *clickstream_skip(char *p, int *broken);

/* Decodes either alphabet of base64, padded or not: size of what was written to `out`, or -1. `out` has room for size / 4 * 3 + 4. */
ptrdiff_t clickstream_base64(const char *text, size_t size, char *out);

enum { CLICKSTREAM_UUID = 36 };

/* Writes a random UUID (RFC 9562, version 4). */
void clickstream_uuid(char *out);

/* Writes a UUID in lower case; 0 where the text is none. */
int clickstream_uuid_parse(clickstream_text text, char *out);

#endif
