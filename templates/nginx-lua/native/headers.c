#include <string.h>
#include <strings.h>

#include "clickstream.h"

/* As nginx's Lua module gives it. */
typedef struct {
  int size;
  const char *at;
} string;
typedef struct {
  string key, value;
} header;

static int is(const string *key, const char *name, size_t size) {
  return (size_t)key->size == size && strncasecmp(key->at, name, size) == 0;
}

void clickstream_headers(clickstream_request *request, const void *headers, int count, const char *project, const char *routing) {
  struct {
    const char *name;
    size_t size;
    clickstream_text *found;
  } wanted[] = {
      {project, strlen(project), &request->project},
      {"x-anonymous", 11, &request->anonymous},
      {"content-encoding", 16, &request->encoding},
      {"x-event-id", 10, &request->id},
      {"user-agent", 10, &request->agent},
      {routing, routing == NULL ? 0 : strlen(routing), &request->routing},
  };
  enum { WANTED = sizeof wanted / sizeof *wanted };
  for (int i = 0; i < WANTED; i++) wanted[i].found->at = NULL;
  const header *end = (const header *)headers + count;
  for (const header *h = headers; h < end; h++) {
    for (int i = 0; i < WANTED; i++) {
      /* No break: the routing header may be one of the others. */
      if (wanted[i].found->at == NULL && is(&h->key, wanted[i].name, wanted[i].size)) {
        *wanted[i].found = (clickstream_text){h->value.at, (size_t)h->value.size};
      }
    }
  }
}
