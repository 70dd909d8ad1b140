package io.sluice.conformance.play;

import io.sluice.conformance.compare.Difference;
import io.sluice.conformance.play.Played.PlayedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What came of a case, for people. */
final class Report {
    private static final int WHAT_WIDTH = 34;
    private static final int VALUE_WIDTH = 60;
    private static final int LOG_LINES = 30;

    private Report() {}

    /** The differences alone, a line each. */
    static String differences(Played played) {
        StringBuilder text = new StringBuilder();
        if (!played.failure().isEmpty()) {
            text.append(played.name()).append(": ").append(played.failure()).append('\n');
        }
        for (PlayedExchange exchange : failed(played)) {
            for (Difference difference : exchange.differences()) {
                text.append(played.name())
                        .append(" [")
                        .append(exchange.exchange().name())
                        .append("] ")
                        .append(difference)
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Each exchange that failed side by side with its recording, then the end of the router's log. */
    static String sideBySide(Played played) {
        StringBuilder text = new StringBuilder();
        for (PlayedExchange exchange : failed(played)) {
            text.append("\n")
                    .append(played.name())
                    .append(" [")
                    .append(exchange.exchange().name())
                    .append("]\n");
            exchange.differences()
                    .forEach(
                            difference -> text.append("  ! ").append(difference).append('\n'));
            table(text, exchange);
        }
        if (!played.failure().isEmpty()) {
            text.append('\n')
                    .append(played.name())
                    .append(": ")
                    .append(played.failure())
                    .append('\n');
        } else if (!played.passed()) {
            List<String> log = played.log().lines().toList();
            text.append("\nthe router's last lines\n");
            log.subList(Math.max(0, log.size() - LOG_LINES), log.size())
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static void table(StringBuilder text, PlayedExchange exchange) {
        Map<String, String> expected = Facts.of(exchange.expected());
        Map<String, String> observed = Facts.of(exchange.observed());
        List<String> names = new ArrayList<>(expected.keySet());
        observed.keySet().stream().filter(name -> !expected.containsKey(name)).forEach(names::add);
        row(text, ' ', "", "expected", "observed");
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "");
            String seen = observed.getOrDefault(name, "");
            row(text, wanted.equals(seen) ? ' ' : '|', name, wanted, seen);
        }
    }

    private static void row(StringBuilder text, char mark, String what, String expected, String observed) {
        text.append("  ")
                .append(mark)
                .append(' ')
                .append(padded(what, WHAT_WIDTH))
                .append(' ');
        text.append(padded(expected, VALUE_WIDTH)).append(' ').append(clipped(observed, VALUE_WIDTH));
        text.append('\n');
    }

    private static String padded(String value, int width) {
        String clipped = clipped(value, width);
        return clipped + " ".repeat(width - clipped.length());
    }

    private static String clipped(String value, int width) {
        String line = value.replace("\r", "\\r").replace("\n", "\\n");
        return line.length() > width ? line.substring(0, width - 1) + "…" : line;
    }

    private static List<PlayedExchange> failed(Played played) {
        return played.exchanges().stream()
                .filter(exchange -> !exchange.differences().isEmpty())
                .toList();
    }
}
