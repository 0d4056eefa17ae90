package clickstream.s3json.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectKeysTest {
    @ParameterizedTest
    @CsvSource({
        "events, app_logs, 0, 0, events/app_logs/hour=01/app_logs+0+00000000000000000000.jsonl.gz",
        "'', a.b-C_9, 12, 345, a.b-C_9/hour=01/a.b-C_9+12+00000000000000000345.jsonl.gz",
        "a b/{{c}}/ü, t, 1, 9223372036854775807, a b/{{c}}/ü/t/hour=01/t+1+09223372036854775807.jsonl.gz",
        "p, _hidden, 0, 1, p/_hidden/hour=01/hidden+0+00000000000000000001.jsonl.gz",
        "p, ._., 0, 1, p/._./hour=01/topic+0+00000000000000000001.jsonl.gz"
    })
    void fromPrefixTopicFolderPartitionAndOffset(String prefix, String topic, int partition, long offset, String key) {
        assertEquals(key, new ObjectKeys(prefix, ".jsonl.gz").keyOf(topic, partition, "hour=01", offset));
    }

    @ParameterizedTest
    @CsvSource({"'', t+0+00000000000000000007.jsonl", ".late, t+0+00000000000000000007.late.jsonl"})
    void aMarkTellsTwoKindsApart(String mark, String name) {
        assertEquals("p/t/f/" + name, new ObjectKeys("p", ".jsonl").keyOf("t", 0, "f", 7, mark));
    }
}
