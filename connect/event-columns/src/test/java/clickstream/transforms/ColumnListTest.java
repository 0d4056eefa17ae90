package clickstream.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class ColumnListTest {
    private static List<String> errors(String columns) {
        List<ConfigValue> values = new EventColumns.Value<SinkRecord>().config().validate(Map.of("columns", columns));
        return values.stream().flatMap(value -> value.errorMessages().stream()).collect(Collectors.toList());
    }

    @Test
    void everyTypeIsTaken() {
        String all = Stream.of(ColumnType.values())
                .map(type -> type.spelling() + "_1:" + type.spelling() + ":data.A_1.b")
                .collect(Collectors.joining(" , "));
        assertEquals(List.of(), errors(all));
        assertEquals(List.of(), errors(""));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        // GIVEN
        String columns = "amount:decimal:data.a,Amount:int:data.b,a:int:data..b,b,ip:string:data.ip,c:int:d,c:int:e";
        // THEN
        assertEquals(
                List.of(
                        "column amount: type 'decimal' is none of string, int, long, float, double, boolean, date,"
                                + " timestamp",
                        "column name 'Amount' must be 1 to 120 lowercase letters, digits and _",
                        "column a: path 'data..b' must be 1 to 8 field names joined by dots, such as data.amount",
                        "'b' is not name:type:path, such as amount:double:data.amount",
                        "column ip exists already",
                        "column c exists already"),
                List.of(errors(columns)
                        .get(0)
                        .replaceAll("^Invalid value .* for configuration columns: ", "")
                        .split("; ")));
    }

    @Test
    void aTableHasAnEnd() {
        String many = IntStream.range(0, 201)
                .mapToObj(i -> "c" + i + ":int:data.c" + i)
                .collect(Collectors.joining(","));
        assertEquals(true, errors(many).get(0).endsWith("201 columns are more than 200"));
    }
}
