package clickstream.transforms;

import java.util.Arrays;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records a second: {@code mvn -pl event-columns test -Dtest=EventColumnsBench}; not part of the build. */
class EventColumnsBench {
    private static final int RECORDS = 200_000;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "amount:double:data.amount,page:string:data.page,at:timestamp:data.at,count:long:data.count"
            })
    void recordsASecond(String columns) {
        SinkRecord[] records = new SinkRecord[512];
        for (int i = 0; i < records.length; i++) records[i] = Rows.record(event(i));
        double[] rates = new double[9];
        try (Rows rows = new Rows(columns)) {
            for (int round = 0; round < rates.length; round++) {
                long begin = System.nanoTime();
                long used = 0;
                for (int i = 0; i < RECORDS; i++)
                    used += rows.transform.apply(records[i % records.length]).kafkaOffset();
                rates[round] = RECORDS / ((System.nanoTime() - begin) / 1e9);
                if (used == 0) throw new AssertionError("nothing was done");
            }
        }
        // Without the rounds in which the JVM compiles.
        double[] warm = Arrays.copyOfRange(rates, 3, rates.length);
        Arrays.sort(warm);
        System.out.printf(
                "%d bytes, typed columns [%s]: %.0f records/s (lowest %.0f, highest %.0f)%n",
                ((String) records[1].value()).length(), columns, warm[warm.length / 2], warm[0], warm[warm.length - 1]);
    }

    /** About 1.3 KB, as a web page sends it. */
    private static String event(int i) {
        StringBuilder attributes = new StringBuilder();
        for (int n = 0; n < 28; n++) {
            attributes
                    .append(",\"attribute_")
                    .append(n)
                    .append("\":\"value ")
                    .append(i * 31 + n)
                    .append(" é".repeat(n % 2))
                    .append('"');
        }
        return "{\"meta\":{\"project\":\"shop\",\"ctime\":" + (1764331200000L + i)
                + ",\"ip\":\"203.0.113.9\",\"id\":\"01JDQ" + i
                + "\",\"ua\":\"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0\"},"
                + "\"data\":{\"event\":\"page_view\",\"amount\":" + i + ".99,\"count\":" + i + ",\"page\":\"/a/" + i
                + "\",\"at\":\"2025-11-28T12:00:00.123Z\"" + attributes + ",\"text\":\"" + "lorem ipsum ".repeat(19)
                + "\\\"quoted\\\"\",\"list\":[1,2,3.5,true,null]}}";
    }
}
