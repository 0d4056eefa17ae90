package clickstream.s3json.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Validator;

/** A setting that takes one of a few words, or a list of them; a form in a browser offers them. */
final class Choice implements Validator, Recommender {
    private final List<Object> words;

    private Choice(List<Object> words) {
        this.words = words;
    }

    static Choice of(Class<? extends Enum<?>> type) {
        return new Choice(Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList()));
    }

    static Choice of(String... words) {
        return new Choice(Arrays.asList((Object[]) words));
    }

    @Override
    public void ensureValid(String key, Object value) {
        List<?> given = value instanceof List ? (List<?>) value : Arrays.asList(value);
        for (Object word : given) if (!words.contains(word)) throw Valid.refused(key, value, toString());
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsed) {
        return words;
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsed) {
        return true;
    }

    @Override
    public String toString() {
        return words.stream()
                .map(word -> word.equals("") ? "nothing" : word.toString())
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
