package clickstream.s3json.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Settings that belong together, in the order in which they are added. */
final class Group {
    private final ConfigDef definition;
    private final String name;
    private int order;

    Group(ConfigDef definition, String name) {
        this.definition = definition;
        this.name = name;
    }

    Group add(
            String key, Type type, Object byDefault, Validator valid, Importance importance, String label, String doc) {
        Recommender offers = valid instanceof Recommender ? (Recommender) valid : null;
        Width width = type == Type.STRING ? Width.LONG : Width.SHORT;
        definition.define(key, type, byDefault, valid, importance, doc, name, ++order, width, label, offers);
        return this;
    }
}
