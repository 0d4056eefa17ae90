/* RFC 8259 grammar and UTF-8 in one pass, building nothing: the same language as lua/json.lua, and a test holds the two together. */
#include <string.h>

#include "clickstream.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the scanner counts bytes from the low end (x86-64, arm64)"
#endif

enum { MAX_DEPTH = 128 }; /* what serde_json, and so Vector, accepts */

static int is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

char *clickstream_skip(char *p, int *broken) {
  for (; is_space(*p); p++) {
    if (*p == '\n' && broken != NULL) *broken = 1;
    if (*p == '\n' || *p == '\r') *p = ' ';
  }
  return p;
}

static int continuation(unsigned char c) { return c >= 0x80 && c <= 0xbf; }

/* Behind the UTF-8 sequence at p, or NULL: no overlong forms, no surrogates, nothing above U+10FFFF. */
static char *utf8_end(char *p) {
  const unsigned char *u = (const unsigned char *)p;
  if (u[0] >= 0xc2 && u[0] <= 0xdf) return continuation(u[1]) ? p + 2 : NULL;
  if (u[0] >= 0xe0 && u[0] <= 0xef) {
    unsigned char low = u[0] == 0xe0 ? 0xa0 : 0x80, high = u[0] == 0xed ? 0x9f : 0xbf;
    return u[1] >= low && u[1] <= high && continuation(u[2]) ? p + 3 : NULL;
  }
  if (u[0] >= 0xf0 && u[0] <= 0xf4) {
    unsigned char low = u[0] == 0xf0 ? 0x90 : 0x80, high = u[0] == 0xf4 ? 0x8f : 0xbf;
    return u[1] >= low && u[1] <= high && continuation(u[2]) && continuation(u[3]) ? p + 4 : NULL;
  }
  return NULL;
}

/* First byte from p on that is not plain inside of a string: a quote, backslash, control character or no ASCII. Eight at a time. */
static char *plain_end(char *p) {
  const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  for (;; p += 8) {
    uint64_t x;
    memcpy(&x, p, 8);
    uint64_t quote = x ^ (ones * '"'), backslash = x ^ (ones * '\\');
    /* x - n borrows from the top bit of a byte below n. A borrow reaches later bytes too, so only the first bit counts. */
    uint64_t marks = (x | (x - ones * 0x20) | (quote - ones) | (backslash - ones)) & highs;
    if (marks != 0) return p + (__builtin_ctzll(marks) >> 3);
  }
}

/* p is behind the opening quote; behind the closing one, or NULL. */
static char *string_end(char *p) {
  for (;;) {
    p = plain_end(p);
    unsigned char c = (unsigned char)*p;
    if (c == '"') return p + 1;
    if (c == '\\') {
      if (p[1] == 'u') {
        if (!is_hex(p[2]) || !is_hex(p[3]) || !is_hex(p[4]) || !is_hex(p[5])) return NULL;
        p += 6;
      } else {
        if (p[1] == 0 || strchr("\"\\/bfnrt", p[1]) == NULL) return NULL;
        p += 2;
      }
    } else if (c < 0x80 || (p = utf8_end(p)) == NULL) {
      return NULL;
    }
  }
}

static char *digits_end(char *p) {
  if (!is_digit(*p)) return NULL;
  while (is_digit(*p)) p++;
  return p;
}

static char *number_end(char *p) {
  if (*p == '-') p++;
  p = *p == '0' ? p + 1 : digits_end(p);
  if (p != NULL && *p == '.') p = digits_end(p + 1);
  if (p != NULL && (*p == 'e' || *p == 'E')) {
    p++;
    if (*p == '+' || *p == '-') p++;
    p = digits_end(p);
  }
  return p;
}

static char *literal_end(char *p, const char *literal, size_t size) { return strncmp(p, literal, size) == 0 ? p + size : NULL; }

static char *scalar_end(char *p) {
  switch (*p) {
    case '"': return string_end(p + 1);
    case 't': return literal_end(p, "true", 4);
    case 'f': return literal_end(p, "false", 5);
    case 'n': return literal_end(p, "null", 4);
    default: return number_end(p);
  }
}

/* Behind `"key" :`, or NULL. */
static char *key_end(char *p) {
  if (*p != '"') return NULL;
  p = string_end(p + 1);
  if (p == NULL) return NULL;
  p = clickstream_skip(p, NULL);
  return *p == ':' ? clickstream_skip(p + 1, NULL) : NULL;
}

static char *value_end(char *p) {
  char closers[MAX_DEPTH];
  int depth = 0;
  for (;;) {
    /* A value begins at p. */
    if (*p == '{' || *p == '[') {
      if (depth == MAX_DEPTH) return NULL;
      char closer = *p == '{' ? '}' : ']';
      closers[depth++] = closer;
      p = clickstream_skip(p + 1, NULL);
      if (*p != closer) {
        if (closer == '}' && (p = key_end(p)) == NULL) return NULL;
        continue;
      }
      depth--;
      p++;
    } else if ((p = scalar_end(p)) == NULL) {
      return NULL;
    }
    /* After a value: close what ends here, or step to the next member. */
    for (;;) {
      if (depth == 0) return p;
      p = clickstream_skip(p, NULL);
      if (*p == ',') {
        p = clickstream_skip(p + 1, NULL);
        if (closers[depth - 1] == '}' && (p = key_end(p)) == NULL) return NULL;
        break;
      }
      if (*p != closers[depth - 1]) return NULL;
      depth--;
      p++;
    }
  }
}

char *clickstream_object_end(char *p) { return *p == '{' ? value_end(p) : NULL; }
