/* Gives the collector's compiled part a million damaged texts, each in memory of exactly its size, and checks what comes back.
   Meant to be built with -fsanitize=address,undefined, which ends it at the first byte that is read or written out of place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clickstream.h"

enum { MOST = 20, TEXT = 400 };

static const char *const SEEDS[] = {
    "{\"a\":1,\"b\":[true,false,null,-0.5e+10],\"c\":{\"d\":\"x\\u00e9\\n\\\"\\\\\",\"e\":\"\xc3\xbc\xe6\xbc\xa2\xf0\x9f\x8e\x89\"}}",
    "[{\"n\":1}, {\"n\":2,\"long\":\"0123456789abcdefghijklmnopqrstuvwxyz\"},\r\n{}]",
    "{\"n\":1}\n{\"n\":2}\n\n {\"n\" : [ [ [ ] ] ] }\n",
    "eyJhIjoxLCJiIjoi4oKsIn0=",
    "eyJhIjoxfQ",
    "  \t{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":[[[[[[[[1]]]]]]]]}}}}}} ",
};

static uint64_t state = 88172645463325252u; /* xorshift64: the same texts in each run */

static unsigned below(unsigned n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state % n);
}

static size_t damaged(char *out) {
  static const char LIKELY[] = "{}[]\",:\\u\n\r \t0-+.eE=truefalsn\x80\xc3\xe2\xf0\xff";
  const char *seed = SEEDS[below(sizeof SEEDS / sizeof *SEEDS)];
  size_t size = strlen(seed);
  memcpy(out, seed, size);
  for (unsigned times = below(5); times > 0 && size > 0; times--) {
    size_t at = below((unsigned)size);
    switch (below(4)) {
      case 0: out[at] = (char)below(256); break;
      case 1: out[at] = LIKELY[below(sizeof LIKELY)]; break;
      case 2: memmove(out + at, out + at + 1, --size - at); break;
      default:
        if (size == TEXT) break;
        memmove(out + at + 1, out + at, size++ - at);
        out[at] = LIKELY[below(sizeof LIKELY)];
    }
  }
  return below(20) == 0 ? below((unsigned)size + 1) : size;
}

int main(int count, char **arguments) {
  long texts = count > 1 ? atol(arguments[1]) : 1000000, made = 0;
  char scratch[TEXT];
  clickstream_record records[MOST];
  for (long i = 0; i < texts; i++) {
    size_t size = damaged(scratch);
    char *text = malloc(size > 0 ? size : 1), *agent = malloc(5);
    memcpy(text, scratch, size);
    memcpy(agent, "\"\\\x01\xff!", 5);
    clickstream_request request = {.project = {"app_logs", 8}, .agent = {agent, 5}, .ctime = 1, .keeps_agent = 1};
    if (below(2)) request.ip = (clickstream_text){"2001:db8::1", 11};
    int found = clickstream_records(&request, text, size, records, MOST);
    for (int at = 0; at < found; at++) {
      const clickstream_record *record = &records[at];
      const char *event = record->bytes + record->event;
      if (memchr(record->bytes, '\n', record->size) != NULL || *event != '{' || record->bytes[record->size - 1] != '}') {
        fprintf(stderr, "not a record of one line: %.*s\n", (int)record->size, record->bytes);
        return 1;
      }
      free(record->bytes);
    }
    made += found > 0 ? found : 0;
    free(text);
    free(agent);
  }
  printf("%ld texts, %ld records\n", texts, made);
  return 0;
}
