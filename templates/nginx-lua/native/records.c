#include <stdlib.h>
#include <string.h>

#include "clickstream.h"

enum {
  AGENT = 512, /* bytes of a user agent and of a query that are kept */
  QUERY = 2048,
  SLACK = 16, /* zero bytes behind a text: it ends there, and the scanner reads eight at a time */
};

/* What stands around the events of a request. */
typedef struct {
  char text[640 + 3 * (AGENT + QUERY)]; /* {"meta":{"project":"…","ctime":…,"ip":"…","id":"…","ua":"…","query":"…"},"data": */
  size_t size;
  size_t id;     /* where the id stands */
  int has_id;    /* it came with the request */
} envelope;

static char *put(char *p, const char *text, size_t size) {
  memcpy(p, text, size);
  return p + size;
}

#define PUT(p, literal) put(p, literal, sizeof literal - 1)

static char *put_number(char *p, int64_t value) {
  char digits[20];
  int at = sizeof digits;
  do digits[--at] = (char)('0' + value % 10);
  while ((value /= 10) > 0);
  return put(p, digits + at, sizeof digits - (size_t)at);
}

/* What a client sent, cut to size: printable ASCII as JSON, every other byte as %XX. Three times as long at most. */
static char *put_quoted(char *p, clickstream_text text, size_t most) {
  static const char hex[] = "0123456789ABCDEF";
  size_t size = text.size < most ? text.size : most;
  *p++ = '"';
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c < 0x20 || c > 0x7e) {
      *p++ = '%';
      *p++ = hex[c >> 4];
      *p++ = hex[c & 15];
    } else {
      if (c == '"' || c == '\\') *p++ = '\\';
      *p++ = (char)c;
    }
  }
  *p++ = '"';
  return p;
}

static int begin(envelope *e, const clickstream_request *request) {
  if (request->project.size + request->ip.size > 320) return 0; /* a topic is at most 249 bytes long, an address 45 */
  char *p = PUT(e->text, "{\"meta\":{\"project\":\"");
  p = put(p, request->project.at, request->project.size);
  p = put_number(PUT(p, "\",\"ctime\":"), request->ctime);
  if (request->ip.at != NULL) {
    p = PUT(put(PUT(p, ",\"ip\":\""), request->ip.at, request->ip.size), "\"");
  }
  p = PUT(p, ",\"id\":\"");
  e->id = (size_t)(p - e->text);
  e->has_id = clickstream_uuid_parse(request->id, p);
  p = PUT(p + CLICKSTREAM_UUID, "\"");
  if (request->keeps_agent && request->agent.at != NULL) p = put_quoted(PUT(p, ",\"ua\":"), request->agent, AGENT);
  if (request->query.at != NULL) p = put_quoted(PUT(p, ",\"query\":"), request->query, QUERY);
  p = PUT(p, "},\"data\":");
  e->size = (size_t)(p - e->text);
  return 1;
}

/* Completes a record whose event of `size` bytes stands at its place already. */
static void complete(const envelope *e, int has_id, clickstream_record *record, char *bytes, size_t size) {
  memcpy(bytes, e->text, e->size);
  if (!has_id) clickstream_uuid(bytes + e->id);
  bytes[e->size + size] = '}';
  *record = (clickstream_record){bytes, (uint32_t)(e->size + size + 1), (uint32_t)e->id, (uint32_t)e->size};
}

static int copy(const envelope *e, clickstream_record *record, const char *event, size_t size) {
  char *bytes = malloc(e->size + size + 1);
  if (bytes == NULL) return 0;
  memcpy(bytes + e->size, event, size);
  complete(e, 0, record, bytes, size);
  return 1;
}

/* The objects of an array, or one a line, between p and end. What was made counts in `made`, also where an error is the answer. */
static int split(const envelope *e, char *p, const char *end, clickstream_record *records, int most, int *made) {
  int array = *p == '[';
  if (array) p = clickstream_skip(p + 1, NULL);
  for (;;) {
    char *event_end = clickstream_object_end(p);
    if (event_end == NULL) return CLICKSTREAM_JSON;
    if (*made == most) return CLICKSTREAM_MANY;
    if (!copy(e, &records[*made], p, (size_t)(event_end - p))) return CLICKSTREAM_MEMORY;
    ++*made;
    int broken = 0;
    p = clickstream_skip(event_end, &broken);
    if (!array) {
      if (p == end) return *made;
      if (!broken) return CLICKSTREAM_JSON;
    } else if (*p == ']') {
      return clickstream_skip(p + 1, NULL) == end ? *made : CLICKSTREAM_JSON;
    } else if (*p == ',') {
      p = clickstream_skip(p + 1, NULL);
    } else {
      return CLICKSTREAM_JSON;
    }
  }
}

static int is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static void trim(const char **text, size_t *size) {
  while (*size > 0 && is_blank((*text)[*size - 1])) --*size;
  for (; *size > 0 && is_blank(**text); ++*text) --*size;
}

static int is_json(const char *text, size_t size) { return size > 0 && (*text == '{' || *text == '['); }

int clickstream_records(const clickstream_request *request, const char *text, size_t size, clickstream_record *records, int most) {
  envelope e;
  trim(&text, &size);
  if (size == 0) return CLICKSTREAM_EMPTY;
  if (!begin(&e, request)) return CLICKSTREAM_MEMORY;
  /* The text goes to where a single event stands in its record, which is then complete without another copy. */
  char *bytes = malloc(e.size + size + SLACK);
  if (bytes == NULL) return CLICKSTREAM_MEMORY;
  char *event = bytes + e.size;
  if (is_json(text, size)) {
    memcpy(event, text, size);
  } else {
    ptrdiff_t decoded = clickstream_base64(text, size, event);
    const char *start = event;
    size = decoded < 0 ? 0 : (size_t)decoded;
    trim(&start, &size);
    if (!is_json(start, size)) {
      free(bytes);
      return CLICKSTREAM_BODY;
    }
    if (start != event) memmove(event, start, size);
  }
  memset(event + size, 0, SLACK);
  int result, made = 0;
  if (*event == '{' && clickstream_object_end(event) == event + size) {
    complete(&e, e.has_id, records, bytes, size);
    return 1;
  }
  result = split(&e, event, event + size, records, most, &made);
  free(bytes);
  if (result < 0) {
    for (int i = 0; i < made; i++) free(records[i].bytes);
  }
  return result;
}
