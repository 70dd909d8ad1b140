package io.sluice.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code ./sluice}: parses, hands over, and turns every mistake of usage into one line and exit 2. */
@Command(
        name = "sluice",
        description = "A sidecar-free, in-cluster request router for machine-learning models.",
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    /** In the order of the help text. */
    private static final Map<String, Class<?>> SUBCOMMANDS = subcommands(
            RunCommand.class,
            DemoCommand.class,
            ValidateCommand.class,
            TranslateCommand.class,
            MigrateCommand.class,
            ExplainCommand.class,
            RoutesCommand.class,
            ClustersCommand.class,
            EndpointsCommand.class,
            TopCommand.class,
            TapCommand.class,
            VersionCommand.class,
            RehearseCommand.class);

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** All subcommands with their options, or the one that is called, if it is known. */
    static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        named(arguments).forEach(line::addSubcommand);
        line.setParameterExceptionHandler(Main::badUsage);
        line.setExecutionExceptionHandler(Main::failed);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    static int execute(String... arguments) {
        LogProvider.install();
        return line(arguments).execute(arguments);
    }

    /** Reading the options of all of them is half of what it takes to start. */
    private static Collection<Class<?>> named(String[] arguments) {
        Class<?> called = arguments.length == 0 ? null : SUBCOMMANDS.get(arguments[0]);
        return called == null ? SUBCOMMANDS.values() : List.of(called);
    }

    private static Map<String, Class<?>> subcommands(Class<?>... commands) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        for (Class<?> command : commands) {
            byName.put(command.getAnnotation(Command.class).name(), command);
        }
        return byName;
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
        throw new BadUsage(
                "Name a subcommand: run, demo, validate, translate, migrate, explain, routes, clusters, endpoints,"
                        + " top, tap or version (see sluice --help)");
    }
}
