package io.sluice.cli;

import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Explanation;
import io.sluice.router.explain.Json;
import io.sluice.router.explain.Question;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.translate.Translation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice explain}: where a request would go, and why; nothing is opened and nothing is called. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say which listener, host, route and destination a request finds, or why it finds none and what may have"
                    + " been meant.",
            "Exit 0 if it is routed, 1 if it is not."
        },
        footer = {
            "",
            "Example: sluice explain POST"
                    + " http://canary-example-1:8000/seldon/my-ns/canary-example-1/api/v1.0/predictions --manifests"
                    + " ./demo/canary-example-1"
        })
final class ExplainCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "METHOD", description = "As a client would send it: GET, POST, …")
    private String method = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "http://host:port/path?query; the port is the one that is called.")
    private String url = "";

    @Option(
            names = "-H",
            paramLabel = "NAME:VALUE",
            description = "A header, as for curl; Host replaces that of the URL. May be repeated.")
    private List<String> headers = List.of();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Address of the calling pod, which the manifests name: for sourceLabels and bare names.")
    private String from = "";

    @Option(
            names = "--manifests",
            arity = "1..*",
            required = true,
            paramLabel = "PATH",
            description = "Files and directories.")
    private List<Path> manifests = List.of();

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Override
    public Integer call() {
        Question question = question();
        Translation translation = Watcher.translate(reading.config(manifests));
        Explanation explanation =
                Explainer.of(translation.table(), translation.endpoints()).explain(question);
        System.out.print(format.print(Json.of(explanation), json -> ExplanationText.of(explanation)));
        return explanation.routed() ? 0 : 1;
    }

    private Question question() {
        try {
            return Question.of(method, url, headers, from);
        } catch (IllegalArgumentException unclear) {
            throw new BadUsage(String.valueOf(unclear.getMessage()));
        }
    }
}
