package io.sluice.router.explain;

import java.util.Comparator;
import java.util.List;

/** How far apart two words are (Levenshtein), to guess what was meant. */
public final class EditDistance {
    private EditDistance() {}

    /** Insertions, deletions and replacements of one character that lead from {@code a} to {@code b}. */
    public static int of(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    /** The nearest first; equally near ones as they come. */
    public static Comparator<String> from(String word) {
        return Comparator.comparingInt(candidate -> of(word, candidate));
    }

    /** Those a typing mistake away: a third of the word at most, and never more than four characters. */
    static List<String> near(String word, Iterable<String> candidates, int most) {
        int far = Math.min(4, Math.max(1, word.length() / 3));
        return java.util.stream.StreamSupport.stream(candidates.spliterator(), false)
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= far && of(word, candidate) <= far)
                .sorted(from(word))
                .limit(most)
                .toList();
    }
}
