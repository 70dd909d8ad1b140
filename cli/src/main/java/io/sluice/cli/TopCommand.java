package io.sluice.cli;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice top}: what each destination of a running router does now. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Show hosts, routes and destinations of a running router, the busiest first: shares as set and as seen,"
                    + " rate,",
            "errors and latency of the last ten seconds. Every second anew on a terminal; once anywhere else."
        },
        footer = {"", "Example: sluice top --admin http://127.0.0.1:15021"})
final class TopCommand implements Callable<Integer> {
    /** Cursor home, and the screen cleared. */
    private static final String ANEW = "\033[H\033[2J";

    @Mixin
    private final AdminOptions admin = new AdminOptions();

    @Option(
            names = "--host",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only hosts whose name contains it.")
    private String host = "";

    @Option(names = "--once", description = "Show it once, and end.")
    private boolean once;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml; the last two show it once (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String query = "?host=" + URLEncoder.encode(host, StandardCharsets.UTF_8);
        if (once || format != OutputFormat.TEXT || !Boolean.getBoolean("sluice.terminal")) {
            System.out.print(format.print(admin.client().get("/v1/traffic" + query), TrafficText::of));
            return 0;
        }
        admin.client().listen("/v1/live" + query, (name, data) -> {
            System.out.print(ANEW + TrafficText.of(data));
            System.out.flush();
            return true;
        });
        return 0;
    }
}
