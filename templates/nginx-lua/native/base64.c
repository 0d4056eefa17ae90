#include <string.h>

#include "clickstream.h"

/* Bits of each of four characters at their place in the three bytes that they stand for, in memory order; BAD for no character of
   either alphabet (RFC 4648, sections 4 and 5). */
static uint32_t bits[4][256];
static const uint32_t BAD = 1u << 31;

static void set(int c, uint32_t value) {
  bits[0][c] = value << 2;
  bits[1][c] = value >> 4 | (value & 15) << 12;
  bits[2][c] = (value >> 2) << 8 | (value & 3) << 22;
  bits[3][c] = value << 16;
}

__attribute__((constructor)) static void fill(void) {
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (int place = 0; place < 4; place++) {
    for (int c = 0; c < 256; c++) bits[place][c] = BAD;
  }
  for (uint32_t value = 0; value < 62; value++) set(alphabet[value], value);
  set('+', 62);
  set('-', 62);
  set('/', 63);
  set('_', 63);
}

ptrdiff_t clickstream_base64(const char *text, size_t size, char *out) {
  const unsigned char *p = (const unsigned char *)text, *end = p + size;
  char *to = out;
  uint32_t seen = 0, word;
  for (int padding = 0; padding < 2 && end > p && end[-1] == '='; padding++) end--;
  for (; end - p >= 4; p += 4, to += 3) {
    word = bits[0][p[0]] | bits[1][p[1]] | bits[2][p[2]] | bits[3][p[3]];
    seen |= word;
    memcpy(to, &word, 4);
  }
  if (end - p == 1) return -1;
  if (end - p >= 2) {
    word = bits[0][p[0]] | bits[1][p[1]] | (end - p == 3 ? bits[2][p[2]] : 0);
    seen |= word;
    memcpy(to, &word, 4);
    to += end - p - 1;
  }
  return seen & BAD ? -1 : to - out;
}
