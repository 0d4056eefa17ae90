package clickstream.s3json.config;

/** How far two words are apart. */
final class Spelling {
    private Spelling() {}

    /** Letters to add, drop or change (Levenshtein). */
    static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int i = 0; i < above.length; i++) above[i] = i;
        for (int row = 1; row <= left.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int i = 1; i < above.length; i++) {
                int changed = diagonal + (left.charAt(row - 1) == right.charAt(i - 1) ? 0 : 1);
                diagonal = above[i];
                above[i] = Math.min(changed, 1 + Math.min(above[i], above[i - 1]));
            }
        }
        return above[right.length()];
    }
}
