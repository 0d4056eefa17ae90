package clickstream.s3json;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Events of 1.3 KB, as the collectors make them: half of each is like the others, half is its own. */
final class Events {
    private static final int BYTES = 1300;
    private static final String[] PAGES = {"home", "search", "product", "basket", "checkout", "account", "help"};
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

    private Events() {}

    static byte[][] make(int count) {
        Random random = new Random(1300);
        byte[][] events = new byte[count][];
        for (int i = 0; i < count; i++) events[i] = event(random);
        return events;
    }

    private static byte[] event(Random random) {
        StringBuilder text = new StringBuilder(BYTES);
        text.append("{\"meta\":{\"project\":\"web\",\"ctime\":").append(1_767_225_600_000L + random.nextInt(3_600_000));
        text.append(",\"ip\":\"203.0.113.").append(random.nextInt(256)).append("\",\"id\":\"");
        letters(text, 22, random);
        text.append("\",\"ua\":\"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/")
                .append(100 + random.nextInt(40));
        text.append(".0.0.0 Mobile Safari/537.36\"},\"data\":{\"event\":\"view\",\"session\":\"");
        letters(text, 40, random);
        text.append("\",\"items\":[");
        while (text.length() < BYTES - 90) {
            text.append("{\"page\":\"/")
                    .append(PAGES[random.nextInt(PAGES.length)])
                    .append('/')
                    .append(random.nextInt(100_000));
            text.append("\",\"ms\":").append(random.nextInt(30_000)).append(",\"ref\":\"");
            letters(text, 8, random);
            text.append("\"},");
        }
        text.setLength(text.length() - 1);
        text.append("],\"token\":\"");
        letters(text, BYTES - text.length() - 3, random);
        return text.append("\"}}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void letters(StringBuilder text, int count, Random random) {
        for (int i = 0; i < count; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
}
