package io.sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a scrape says, read as strictly as the formats are written down (Prometheus text 0.0.4, OpenMetrics 1.0). */
final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(Inf|NaN|[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?)");

    private final String line;
    private int at;

    private Exposition(String line) {
        this.line = line;
    }

    record Series(String name, Map<String, String> labels) {}

    /** @throws AssertionError naming the line that is none */
    static List<Series> read(String body, boolean openMetrics) {
        if (!body.endsWith(openMetrics ? "# EOF\n" : "\n")) {
            throw new AssertionError("does not end as it should");
        }
        List<Series> all = new ArrayList<>();
        for (String line : body.substring(0, body.length() - 1).split("\n", -1)) {
            if (!line.startsWith("# ")) {
                all.add(new Exposition(line).series(openMetrics));
            } else if (!line.matches("# (HELP|TYPE|UNIT) " + NAME + " .*|# EOF")) {
                throw new AssertionError("no comment: " + line);
            }
        }
        return all;
    }

    private Series series(boolean openMetrics) {
        String name = until("{ ");
        require(NAME.matcher(name).matches());
        Map<String, String> labels = new LinkedHashMap<>();
        if (line.charAt(at) == '{') {
            do {
                at++;
                String label = until("=");
                require(NAME.matcher(label).matches());
                at++;
                require(labels.put(label, value()) == null);
            } while (line.charAt(at) == ',');
            require(line.charAt(at++) == '}');
        }
        require(line.charAt(at++) == ' ');
        String rest = line.substring(at);
        String number = openMetrics ? rest.split(" ", 2)[0] : rest;
        require(NUMBER.matcher(number).matches());
        return new Series(name, labels);
    }

    private String until(String ends) {
        int start = at;
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        require(at < line.length());
        return line.substring(start, at);
    }

    private String value() {
        require(line.charAt(at++) == '"');
        StringBuilder value = new StringBuilder();
        for (; line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\') {
                at++;
                switch (line.charAt(at)) {
                    case '\\' -> value.append('\\');
                    case '"' -> value.append('"');
                    case 'n' -> value.append('\n');
                    default -> require(false);
                }
            } else {
                value.append(line.charAt(at));
            }
        }
        at++;
        return value.toString();
    }

    private void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("no series, at " + at + ": " + line);
        }
    }
}
