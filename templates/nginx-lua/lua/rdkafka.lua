-- The functions of librdkafka that the producer needs (rdkafka.h; the same in 2.0 and 2.8).
local ffi = require("ffi")

ffi.cdef([[
typedef struct rd_kafka_s rd_kafka_t;
typedef struct rd_kafka_conf_s rd_kafka_conf_t;
typedef struct rd_kafka_topic_s rd_kafka_topic_t;
typedef struct rd_kafka_topic_conf_s rd_kafka_topic_conf_t;
typedef struct rd_kafka_queue_s rd_kafka_queue_t;
typedef struct rd_kafka_op_s rd_kafka_event_t;
typedef struct rd_kafka_error_s rd_kafka_error_t;
typedef struct rd_kafka_message_s {
  int err;
  rd_kafka_topic_t *rkt;
  int32_t partition;
  void *payload;
  size_t len;
  void *key;
  size_t key_len;
  int64_t offset;
  void *_private;
} rd_kafka_message_t;
typedef struct { int32_t id; char *host; int port; } rd_kafka_metadata_broker_t;
typedef struct {
  int32_t id;
  int err;
  int32_t leader;
  int replica_cnt;
  int32_t *replicas;
  int isr_cnt;
  int32_t *isrs;
} rd_kafka_metadata_partition_t;
typedef struct {
  char *topic;
  int partition_cnt;
  rd_kafka_metadata_partition_t *partitions;
  int err;
} rd_kafka_metadata_topic_t;
typedef struct {
  int broker_cnt;
  rd_kafka_metadata_broker_t *brokers;
  int topic_cnt;
  rd_kafka_metadata_topic_t *topics;
  int32_t orig_broker_id;
  char *orig_broker_name;
} rd_kafka_metadata_t;

rd_kafka_conf_t *rd_kafka_conf_new(void);
int rd_kafka_conf_set(rd_kafka_conf_t *conf, const char *name, const char *value, char *errstr, size_t size);
void rd_kafka_conf_set_events(rd_kafka_conf_t *conf, int events);
rd_kafka_t *rd_kafka_new(int type, rd_kafka_conf_t *conf, char *errstr, size_t size);
void rd_kafka_destroy(rd_kafka_t *rk);
void rd_kafka_destroy_flags(rd_kafka_t *rk, int flags);
rd_kafka_topic_t *rd_kafka_topic_new(rd_kafka_t *rk, const char *topic, rd_kafka_topic_conf_t *conf);
void rd_kafka_topic_destroy(rd_kafka_topic_t *rkt);
const char *rd_kafka_topic_name(const rd_kafka_topic_t *rkt);
int rd_kafka_produce(rd_kafka_topic_t *rkt, int32_t partition, int msgflags, void *payload, size_t len,
                     const void *key, size_t keylen, void *msg_opaque);
int32_t rd_kafka_msg_partitioner_murmur2(const rd_kafka_topic_t *rkt, const void *key, size_t keylen,
                                         int32_t partition_cnt, void *rkt_opaque, void *msg_opaque);
int rd_kafka_last_error(void);
const char *rd_kafka_err2name(int err);
rd_kafka_queue_t *rd_kafka_queue_get_main(rd_kafka_t *rk);
void rd_kafka_queue_io_event_enable(rd_kafka_queue_t *queue, int fd, const void *payload, size_t size);
rd_kafka_event_t *rd_kafka_queue_poll(rd_kafka_queue_t *queue, int timeout_ms);
void rd_kafka_queue_destroy(rd_kafka_queue_t *queue);
int rd_kafka_event_type(const rd_kafka_event_t *event);
int rd_kafka_event_error(rd_kafka_event_t *event);
const char *rd_kafka_event_error_string(rd_kafka_event_t *event);
const rd_kafka_message_t *rd_kafka_event_message_next(rd_kafka_event_t *event);
void rd_kafka_event_destroy(rd_kafka_event_t *event);
int rd_kafka_metadata(rd_kafka_t *rk, int all_topics, rd_kafka_topic_t *only_rkt, const rd_kafka_metadata_t **metadatap,
                      int timeout_ms);
void rd_kafka_metadata_destroy(const rd_kafka_metadata_t *metadata);
int rd_kafka_flush(rd_kafka_t *rk, int timeout_ms);
int rd_kafka_outq_len(rd_kafka_t *rk);
int rd_kafka_purge(rd_kafka_t *rk, int purge_flags);
rd_kafka_error_t *rd_kafka_sasl_set_credentials(rd_kafka_t *rk, const char *username, const char *password);
void rd_kafka_error_destroy(rd_kafka_error_t *error);
int rd_kafka_oauthbearer_set_token(rd_kafka_t *rk, const char *token, int64_t lifetime_ms, const char *principal,
                                   const char **extensions, size_t extension_size, char *errstr, size_t size);
int rd_kafka_oauthbearer_set_token_failure(rd_kafka_t *rk, const char *errstr);
]])

return {
  C = ffi.load("rdkafka.so.1"),
  PRODUCER = 0,
  FREE = 1, -- librdkafka frees the bytes
  COPY = 2,
  EVENT = { DELIVERY = 0x1, ERROR = 0x8, TOKEN_REFRESH = 0x100 },
  ERROR = { FATAL = -150, AUTHENTICATION = -169, TOO_LARGE = 10 },
  PURGE_ALL_AT_ONCE = 0x1 + 0x2 + 0x4, -- queue, in flight, without waiting
  DESTROY_AT_ONCE = 0x8, -- NO_CONSUMER_CLOSE
}
