package clickstream.s3json.layout;

/** Names objects: `prefix/topic/folder/topic+partition+offset.jsonl.gz`. */
public final class ObjectKeys {
    /** What S3 allows, in bytes of UTF-8. */
    public static final int MAX_KEY_BYTES = 1024;

    /** As many digits as any offset has, so that names sort like offsets. */
    private static final int OFFSET_DIGITS = 20;

    private final String prefix;
    private final String suffix;

    /**
     * @param prefix without a slash at either end; empty: the top of the bucket
     * @param suffix how the names end
     */
    public ObjectKeys(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /** The key of an object whose first record, or whose flush, begins at this offset. */
    public String keyOf(String topic, int partition, String folder, long startOffset) {
        return keyOf(topic, partition, folder, startOffset, "");
    }

    /** @param mark tells two kinds of objects apart that begin at one offset, such as `.late` */
    public String keyOf(String topic, int partition, String folder, long startOffset, String mark) {
        StringBuilder key = new StringBuilder(prefix.length() + folder.length() + 2 * topic.length() + 64);
        if (!prefix.isEmpty()) key.append(prefix).append('/');
        key.append(topic).append('/').append(folder).append('/');
        key.append(visibleName(topic)).append('+').append(partition).append('+');
        return key.append(padded(startOffset)).append(mark).append(suffix).toString();
    }

    /** An offset with zeros before it. */
    public static String padded(long offset) {
        String digits = Long.toString(offset);
        return "0".repeat(OFFSET_DIGITS - digits.length()) + digits;
    }

    /** Athena and Spark pass over objects whose names begin with a dot or an underscore; topics may begin so. */
    private static String visibleName(String topic) {
        int from = 0;
        while (from < topic.length() && (topic.charAt(from) == '_' || topic.charAt(from) == '.')) from++;
        return from == topic.length() ? "topic" : topic.substring(from);
    }
}
