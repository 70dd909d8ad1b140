package io.sluice.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code ./sluice}: parses, hands over, and turns every mistake of usage into one line and exit 2. */
@Command(
        name = "sluice",
        description = "A sidecar-free, in-cluster request router for machine-learning models.",
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            ValidateCommand.class,
            TranslateCommand.class,
            ExplainCommand.class,
            RoutesCommand.class,
            ClustersCommand.class,
            EndpointsCommand.class,
            VersionCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler(Main::badUsage);
        line.setExecutionExceptionHandler(Main::failed);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(arguments);
    }

    private static int badUsage(ParameterException mistake, String[] arguments) {
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println(firstLine(String.valueOf(mistake.getMessage())) + " (see " + command + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof BadUsage mistake) {
            System.err.println(mistake.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        // The message of an IOException is about a file or a peer, and says enough.
        System.err.println(firstLine(
                failure instanceof IOException outside ? String.valueOf(outside.getMessage()) : failure.toString()));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    /** Without a subcommand. */
    @Override
    public void run() {
        throw new BadUsage("Name a subcommand: run, demo, validate, translate, explain, routes, clusters, endpoints or"
                + " version (see sluice --help)");
    }
}
