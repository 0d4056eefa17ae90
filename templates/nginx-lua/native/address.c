#include <arpa/inet.h>
#include <string.h>

#include "address.h"

static char *put_byte(char *p, unsigned value) {
  if (value >= 100) *p++ = (char)('0' + value / 100);
  if (value >= 10) *p++ = (char)('0' + value / 10 % 10);
  *p++ = (char)('0' + value % 10);
  return p;
}

int fast_address(const char *text, size_t size, int kept, fast_client *client) {
  static const unsigned char mapped[12] = {[10] = 255, 255}; /* an IPv4 address in an IPv6 socket */
  char ended[46];
  unsigned char b[16];
  if (size >= sizeof ended) return 0;
  memcpy(ended, text, size);
  ended[size] = 0;
  int six = 0;
  if (inet_pton(AF_INET, ended, b) != 1) {
    if (inet_pton(AF_INET6, ended, b) != 1) return 0;
    six = memcmp(b, mapped, sizeof mapped) != 0;
    if (!six) memmove(b, b + 12, 4);
  }
  client->limit_size = six ? 8 : 4;
  memcpy(client->limit, b, client->limit_size);
  client->stored_size = 0;
  if (kept == FAST_ADDRESS_NONE) return 1;
  if (six) {
    if (kept == FAST_ADDRESS_TRUNCATED) memset(b + 6, 0, 10);
    inet_ntop(AF_INET6, b, client->stored, sizeof client->stored);
    client->stored_size = strlen(client->stored);
  } else {
    if (kept == FAST_ADDRESS_TRUNCATED) b[3] = 0;
    char *p = client->stored;
    for (int i = 0; i < 4; i++) {
      if (i > 0) *p++ = '.';
      p = put_byte(p, b[i]);
    }
    client->stored_size = (size_t)(p - client->stored);
  }
  return 1;
}
