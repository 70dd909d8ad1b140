package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice tap}: exchanges of a running router, as they pass. */
@Command(
        name = "tap",
        mixinStandardHelpOptions = true,
        description = {
            "Show exchanges of a running router as they pass: of each event loop at most 50 errors and 50 others a"
                    + " second,",
            "without headers, queries and bodies."
        },
        footer = {"", "Example: sluice tap --admin http://127.0.0.1:15021 --status 5"})
final class TapCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(
            names = "--status",
            paramLabel = "N",
            defaultValue = "",
            description = "Only answers with this status, or one that begins so: 404, 5.")
    private String status = "";

    @Option(
            names = "--authority",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only requests whose Host contains it.")
    private String authority = "";

    @Option(
            names = "--cluster",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only those that went to a cluster whose name contains it.")
    private String cluster = "";

    @Option(names = "-n", paramLabel = "N", description = "End after so many; 0 = never (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: an object a line (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    private int shown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (most < 0) {
            throw new BadUsage("-n " + most + ": must be 0 or more");
        }
        if (format == OutputFormat.YAML) {
            throw new BadUsage("-o yaml: must be text or json");
        }
        String query =
                "status=" + encoded(status) + "&authority=" + encoded(authority) + "&cluster=" + encoded(cluster);
        admin.client().listen("/v1/tap?" + query, this::show);
        return 0;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private boolean show(String name, String data) {
        if (!name.equals("exchange")) {
            return true;
        }
        System.out.println(format == OutputFormat.JSON ? data : text(data));
        System.out.flush();
        return most == 0 || ++shown < most;
    }

    /** For example {@code 22:01:05.498 200 - POST h:8000/a -> main 127.0.0.1:18001, 31 ms (router 0.3 ms)}. */
    private static String text(String json) {
        JsonNode told = parsed(json);
        String line = String.format(
                Locale.ROOT,
                "%s %s %s %s %s%s -> %s %s, %s ms (router %.1f ms)",
                time(told),
                word(told, "status"),
                word(told, "flags"),
                word(told, "method"),
                word(told, "authority"),
                word(told, "path"),
                told.path("subset").asText().isEmpty() ? word(told, "cluster") : word(told, "subset"),
                word(told, "endpoint"),
                word(told, "millis"),
                told.path("overheadMicros").asLong() / 1000.0);
        return Printable.of(line);
    }

    private static String time(JsonNode told) {
        String whole = told.path("time").asText();
        return whole.length() > 23 ? whole.substring(11, 23) : whole;
    }

    private static String word(JsonNode of, String name) {
        String word = of.path(name).asText("-");
        return word.isEmpty() || word.equals("null") ? "-" : word;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("that was no exchange of a router", foreign);
        }
    }
}
