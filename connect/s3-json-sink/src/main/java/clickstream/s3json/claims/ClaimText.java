package clickstream.s3json.claims;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Claims as text, one fact a line, for people to read too. */
public final class ClaimText {
    private static final String FIRST_LINE = "clickstream-claim 1";

    private ClaimText() {}

    public static byte[] write(Claim claim) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        put(text, "id", claim.id());
        put(text, "generation", claim.generation());
        put(text, "start", claim.start());
        put(text, "end", claim.end());
        if (claim.lastTime() != null) put(text, "last-time", claim.lastTime());
        new TreeMap<>(claim.layout()).forEach((name, value) -> put(text, "layout", name + "=" + value));
        for (ClaimedObject object : claim.objects()) put(text, "object", object.records() + " " + object.key());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when the text is no claim, or one of a newer version */
    public static Claim read(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n");
        if (!lines[0].equals(FIRST_LINE)) throw new IllegalArgumentException("begins with: " + unescape(lines[0]));
        Map<String, String> facts = new HashMap<>();
        Map<String, String> layout = new HashMap<>();
        List<ClaimedObject> objects = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            String[] fact = split(unescape(lines[i]), ' ');
            if (fact[0].equals("layout")) {
                String[] setting = split(fact[1], '=');
                layout.put(setting[0], setting[1]);
            } else if (fact[0].equals("object")) {
                String[] object = split(fact[1], ' ');
                objects.add(new ClaimedObject(object[1], Long.parseLong(object[0])));
            } else {
                facts.put(fact[0], fact[1]);
            }
        }
        return new Claim(
                need(facts, "id"),
                Integer.parseInt(need(facts, "generation")),
                Long.parseLong(need(facts, "start")),
                Long.parseLong(need(facts, "end")),
                facts.containsKey("last-time") ? Long.valueOf(facts.get("last-time")) : null,
                layout,
                objects);
    }

    private static void put(StringBuilder text, String name, Object value) {
        String oneLine = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
        text.append(name).append(' ').append(oneLine).append('\n');
    }

    private static String unescape(String line) {
        if (line.indexOf('\\') < 0) return line;
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\' || i + 1 == line.length()) plain.append(c);
            else plain.append(line.charAt(++i) == 'n' ? '\n' : line.charAt(i));
        }
        return plain.toString();
    }

    private static String[] split(String text, char separator) {
        int at = text.indexOf(separator);
        if (at < 0) throw new IllegalArgumentException("no '" + separator + "' in: " + text);
        return new String[] {text.substring(0, at), text.substring(at + 1)};
    }

    private static String need(Map<String, String> facts, String name) {
        String value = facts.get(name);
        if (value == null) throw new IllegalArgumentException("no line '" + name + "'");
        return value;
    }
}
