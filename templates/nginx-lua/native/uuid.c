#include <string.h>
#include <sys/random.h>

#include "clickstream.h"

static unsigned char pool[4096];
static size_t used = sizeof pool;

static const unsigned char *random_bytes(void) {
  if (used == sizeof pool) {
    for (size_t filled = 0; filled < sizeof pool;) {
      ssize_t got = getrandom(pool + filled, sizeof pool - filled, 0);
      if (got > 0) filled += (size_t)got;
    }
    used = 0;
  }
  used += 16;
  return pool + used - 16;
}

void clickstream_uuid(char *out) {
  static const char digits[] = "0123456789abcdef";
  unsigned char b[16];
  memcpy(b, random_bytes(), 16);
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  for (int i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
    *out++ = digits[b[i] >> 4];
    *out++ = digits[b[i] & 15];
  }
}

int clickstream_uuid_parse(clickstream_text text, char *out) {
  if (text.at == NULL || text.size != CLICKSTREAM_UUID) return 0;
  for (int i = 0; i < CLICKSTREAM_UUID; i++) {
    char c = text.at[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return 0;
    } else if (c >= 'A' && c <= 'F') {
      c = (char)(c - 'A' + 'a');
    } else if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
      return 0;
    }
    out[i] = c;
  }
  return 1;
}
