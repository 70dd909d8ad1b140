package io.sluice.router.http.h1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the wire corpus sends, as seeds: its rows without what they expect. */
final class Corpus {
    private static final Path HTTP1 = Path.of("..", "conformance", "wire", "http1");
    private static final Pattern SENT = Pattern.compile("^ *(-? ?\\{?)send: \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)");
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private Corpus() {}

    /** What clients send. */
    static List<String> requests() throws IOException {
        return sent(false);
    }

    /** What endpoints send. */
    static List<String> responses() throws IOException {
        return sent(true);
    }

    private static List<String> sent(boolean byEndpoints) throws IOException {
        List<String> all = new ArrayList<>();
        try (var files = Files.list(HTTP1)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher row = SENT.matcher(line);
                    if (row.find() && row.group(1).isEmpty() != byEndpoints) {
                        all.add(text(row.group(2)));
                    }
                }
            }
        }
        return all;
    }

    private static String text(String yaml) {
        String text = ESCAPE.matcher(yaml).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
        return text.replace("${P}", "").replace("${S}", NEXT);
    }

    private static String escaped(String word) {
        return switch (word.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '0' -> "\0";
            case 'x', 'u' -> word.length() == 1 ? word : String.valueOf((char) Integer.parseInt(word.substring(1), 16));
            default -> word;
        };
    }
}
