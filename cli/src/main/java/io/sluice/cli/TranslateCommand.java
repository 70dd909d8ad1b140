package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.sluice.watcher.OperatorOutput;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice translate}: SeldonDeployments to the objects that Istio would have been given. */
@Command(
        name = "translate",
        mixinStandardHelpOptions = true,
        description = {
            "Print the VirtualServices and DestinationRules that Seldon's operator would give to Istio, as YAML.",
            "Problems go to stderr; exit 1 if anything was refused by Seldon, Kubernetes or Istio. What Istio refuses"
                    + " is printed all the same."
        },
        footer = {"", "Example: sluice translate ./my-model.yaml --seldon-settings ./settings.yaml"})
final class TranslateCommand implements Callable<Integer> {
    private static final ObjectWriter YAML = new ObjectMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build())
            .writer();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and directories of YAML or JSON.")
    private List<Path> files = List.of();

    @Option(
            names = "--network-policies",
            description = "Print NetworkPolicies instead: for each selector of an AuthorizationPolicy or"
                    + " RequestAuthentication, one that lets in this router, and Prometheus to ports with"
                    + " figures.")
    private boolean networkPolicies;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Override
    public Integer call() throws JsonProcessingException {
        WatcherConfig config = reading.config(files);
        OperatorOutput output = Watcher.operatorOutput(config);
        for (ObjectNode object : networkPolicies ? Watcher.networkPolicies(config) : output.istio()) {
            System.out.print(YAML.writeValueAsString(object));
        }
        System.err.print(ProblemFormat.TEXT.print(output.problems()));
        return output.refused() ? 1 : 0;
    }
}
