package clickstream.s3json.flush;

import clickstream.s3json.layout.ObjectKeys;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/** Keys of one partition's objects. Two flushes never share a key: their records begin at different offsets. */
public final class Names {
    private final String prefix;
    private final TopicPartition partition;
    private final String folders;
    private final Pattern own;

    /** @param prefix of all keys, without a slash at either end; empty for none */
    public Names(String prefix, TopicPartition partition) {
        this.prefix = prefix;
        this.partition = partition;
        folders = (prefix.isEmpty() ? "" : prefix + "/") + partition.topic() + "/";
        own = Pattern.compile(Pattern.quote(folders) + "(?:.*/)?[^/]*\\+" + partition.partition()
                + "\\+(\\d{20})(?:\\.g(\\d{1,9}))?(?:\\.[^/]*)?");
    }

    /** Key of the newest claim. */
    public String head() {
        return (prefix.isEmpty() ? "" : prefix + "/") + "_claims/" + partition.topic() + "/" + partition.partition();
    }

    /** What the keys of all objects of the topic begin with. */
    public String folders() {
        return folders;
    }

    /** Key of an object in a folder such as year=2026/month=11. */
    public String object(String folder, int generation, long start, boolean late, String suffix) {
        String mark = (generation == 0 ? "" : ".g" + generation) + (late ? ".late" : "");
        return new ObjectKeys(prefix, suffix).keyOf(partition.topic(), partition.partition(), folder, start, mark);
    }

    /** Folder of an object, as {@link #object} was given it. */
    public String folder(String key) {
        return key.substring(folders.length(), key.lastIndexOf('/'));
    }

    /**
     * Whether a key is this partition's and nobody will write it any more: its records begin before this offset, or it is of
     * another generation than the newest ones.
     *
     * @param claimed generation of the newest claim
     * @param next generation of the next claim
     */
    public boolean isSettled(String key, int claimed, int next, long offset) {
        Matcher matcher = own.matcher(key);
        if (!matcher.matches()) return false;
        int generation = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (generation < claimed || generation > next) return true;
        return generation == claimed && Long.parseLong(matcher.group(1)) < offset;
    }
}
