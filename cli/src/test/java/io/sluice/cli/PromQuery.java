package io.sluice.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus' language asks of a scrape: which series it selects, and by which labels it groups.
 *
 * @param groupings labels behind {@code by} and {@code on}
 */
record PromQuery(List<Selector> selectors, Set<String> groupings) {
    /** What templates fill in: it may be anything. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{[^}]*}}|\\$\\{[^}]*}|\\[\\[\\w+]]|\\$\\w+");

    private static final String ANYTHING = "\u0001";
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(\\{([^}]*)})?");
    private static final Pattern CONDITION = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern LABEL_VALUES = Pattern.compile(",\\s*(\\w+)\\s*\\)$");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");

    /** Of what a demo that goes well shows one value: that the label is there must do. */
    private static final Set<String> OUTCOMES =
            Set.of("response_code", "response_code_class", "response_flags", "code", "status");

    /** Series of one metric that fulfil all conditions. */
    record Selector(String metric, List<Condition> conditions) {
        boolean selects(String name, Map<String, String> labels) {
            return metric.equals(name) && conditions.stream().allMatch(condition -> condition.holds(labels));
        }
    }

    record Condition(String label, String operator, String value) {
        boolean negative() {
            return operator.startsWith("!");
        }

        boolean holds(Map<String, String> labels) {
            if (value.contains(ANYTHING)) {
                return negative() || labels.containsKey(label);
            }
            String actual = labels.getOrDefault(label, "");
            if (OUTCOMES.contains(label)) {
                return labels.containsKey(label);
            }
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    static PromQuery parse(String query) {
        String filled = VARIABLE.matcher(query).replaceAll(ANYTHING);
        Set<String> groupings = new LinkedHashSet<>();
        Matcher grouping = GROUPING.matcher(filled);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",", -1)) {
                if (!label.isBlank()) {
                    groupings.add(label.strip());
                }
            }
        }
        Matcher values = LABEL_VALUES.matcher(filled.strip());
        if (filled.strip().startsWith("label_values(") && values.find()) {
            groupings.add(values.group(1));
        }
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(GROUPING.matcher(filled).replaceAll(" "));
        while (selector.find()) {
            String metric = selector.group(1);
            if (selector.group(2) != null || metric.matches("(istio|sluice|seldon|jvm|process)_\\w+")) {
                selectors.add(new Selector(metric, conditions(selector.group(3))));
            }
        }
        return new PromQuery(selectors, groupings);
    }

    private static List<Condition> conditions(String text) {
        List<Condition> conditions = new ArrayList<>();
        Matcher condition = CONDITION.matcher(text == null ? "" : text);
        while (condition.find()) {
            conditions.add(new Condition(condition.group(1), condition.group(2), condition.group(3)));
        }
        return conditions;
    }
}
