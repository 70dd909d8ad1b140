package io.sluice.cli;

import io.sluice.watcher.Watcher;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice validate}: what is wrong with manifests, without serving them. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Say what is wrong with manifests; exit 1 on errors.",
        footer = {"", "Example: sluice validate ./manifests -o json"})
final class ValidateCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and directories of YAML or JSON.")
    private List<Path> paths = List.of();

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or sarif (default: ${DEFAULT-VALUE}).")
    private ProblemFormat format = ProblemFormat.TEXT;

    @Mixin
    private final ManifestOptions reading = new ManifestOptions();

    @Override
    public Integer call() {
        List<Problem> problems = Watcher.translate(reading.config(paths)).problems();
        System.out.print(format.print(problems));
        return problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR) ? 1 : 0;
    }
}
