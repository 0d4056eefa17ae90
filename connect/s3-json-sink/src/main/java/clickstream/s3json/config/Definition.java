package clickstream.s3json.config;

import org.apache.kafka.common.config.ConfigDef;

/** The settings as Connect documents, offers and checks them one by one. */
final class Definition {
    private Definition() {}

    static ConfigDef make() {
        ConfigDef definition = new ConfigDef();
        BucketDefinition.bucket(new Group(definition, "Bucket"));
        BucketDefinition.access(new Group(definition, "Access"));
        ObjectDefinition.format(new Group(definition, "Format"));
        ObjectDefinition.placement(new Group(definition, "Placement"));
        ObjectDefinition.rotation(new Group(definition, "Rotation"));
        FaultDefinition.faults(new Group(definition, "Faults"));
        return definition;
    }
}
