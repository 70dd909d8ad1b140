package io.sluice.cli;

import io.sluice.router.explain.Inspection;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows one table of what is served: what it is called is the subcommand's to say. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class TableCommand implements Callable<Integer>
        permits RoutesCommand, ClustersCommand, EndpointsCommand {
    private final String path;
    private final Function<Inspection, String> local;

    @Mixin
    private final TableSource source = new TableSource();

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json or yaml (default: ${DEFAULT-VALUE}).")
    private OutputFormat format = OutputFormat.TEXT;

    /**
     * @param path of the table on a router's inspection port
     * @param local the same JSON, of manifests
     */
    TableCommand(String path, Function<Inspection, String> local) {
        this.path = path;
        this.local = local;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        System.out.print(format.print(source.json(path, local), TableText::of));
        return 0;
    }
}
