package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What {@code /v1/traffic} says, for people: a line for everything, then one for each destination and shadow. */
final class TrafficText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TrafficText() {}

    static String of(String json) {
        try {
            return of(JSON.readTree(json));
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("that was no traffic of a router", foreign);
        }
    }

    private static String of(JsonNode map) {
        ArrayNode rows = JSON.createArrayNode();
        for (JsonNode host : map.path("hosts")) {
            for (JsonNode route : host.path("routes")) {
                addRows(rows, host, route);
            }
        }
        JsonNode all = map.path("all");
        String head = String.format(
                Locale.ROOT,
                "table %d: %s requests/s, errors %s, p50 %s, p99 %s; not routed %s/s%n%n",
                map.path("generation").asLong(),
                number(all.path("rate")),
                percent(all.path("errors")),
                millis(all.path("p50")),
                millis(all.path("p99")),
                number(map.path("unrouted").path("rate")));
        int leftOut = map.path("hostsLeftOut").asInt();
        return head + TableText.of(rows.toString()) + (leftOut > 0 ? leftOut + " quieter hosts are not shown\n" : "");
    }

    private static void addRows(ArrayNode rows, JsonNode host, JsonNode route) {
        for (JsonNode to : route.path("destinations")) {
            row(rows, host, route, to, percent(to.path("set")), percent(to.path("observed")));
        }
        for (JsonNode copy : route.path("shadows")) {
            row(rows, host, route, copy, percent(copy.path("percent")), "shadow");
        }
        if (!route.path("action").asText().isEmpty()) {
            ObjectNode row = row(rows, host, route);
            figures(
                    row.put("destination", route.path("action").asText())
                            .put("set", "")
                            .put("seen", ""),
                    route.path("itself"));
            row.put("ready", "");
        }
    }

    private static ObjectNode row(ArrayNode rows, JsonNode host, JsonNode route) {
        return rows.addObject()
                .put("host", Printable.of(host.path("host").asText()))
                .put("route", Printable.of(route.path("route").asText()));
    }

    private static void row(ArrayNode rows, JsonNode host, JsonNode route, JsonNode to, String set, String seen) {
        String subset = to.path("subset").asText();
        ObjectNode row = row(rows, host, route)
                .put(
                        "destination",
                        Printable.of(subset.isEmpty() ? to.path("service").asText() : subset) + ":" + to.path("port"))
                .put("set", set)
                .put("seen", seen);
        figures(row, to.path("past"));
        long ejected = to.path("ejected").asLong();
        row.put("ready", to.path("ready").asLong() + (ejected > 0 ? ", " + ejected + " ejected" : ""));
    }

    private static void figures(ObjectNode row, JsonNode past) {
        row.put("rate/s", number(past.path("rate")))
                .put("errors", percent(past.path("errors")))
                .put("p50", millis(past.path("p50")))
                .put("p99", millis(past.path("p99")));
    }

    private static String number(JsonNode value) {
        return String.format(Locale.ROOT, value.asDouble() >= 100 ? "%.0f" : "%.1f", value.asDouble());
    }

    private static String percent(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f %%", value.asDouble()) : "-";
    }

    private static String millis(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f ms", value.asDouble()) : "-";
    }
}
