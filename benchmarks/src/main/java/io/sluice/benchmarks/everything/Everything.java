package io.sluice.benchmarks.everything;

import io.sluice.benchmarks.report.Overview;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code benchmarks/all}. */
@Command(
        name = "benchmarks/all",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Every comparison and every trial, one after another, and an overview of their results. One that fails"
                        + " is named at the end; the others go on.",
        footer = {
            "",
            "Examples: benchmarks/all --quick",
            "          benchmarks/all --only 100k-32,tls-32,memory",
            "          benchmarks/all --rounds 5 --secs 3 --warm-up 8",
            "Exit: 0 all measured, 1 a step failed, 2 not as asked."
        })
public final class Everything implements Callable<Integer> {
    @Option(names = "--quick", description = "A round of each, in a few minutes: does everything work here?")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "STEP",
            description = "These alone; the overview takes the others from earlier results. --list names them.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Name the steps and what each runs, and end.")
    private boolean list;

    @Option(names = "--overview", description = "Only make the overview of the results that are there.")
    private boolean overviewOnly;

    @Option(names = "--rounds", description = "Of comparisons, as of benchmarks/run.")
    private @Nullable Integer rounds;

    @Option(names = "--secs", description = "Of comparisons, as of benchmarks/run.")
    private @Nullable Integer seconds;

    @Option(names = "--warm-up", description = "Of comparisons, as of benchmarks/run.")
    private @Nullable Integer warmUpRounds;

    @Option(names = "--peers", description = "Of comparisons, as of benchmarks/run.")
    private @Nullable String peers;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where results are written (benchmarks/results; with --quick benchmarks/target/quick).")
    private @Nullable Path results;

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Everything()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Step> steps = steps();
        if (list) {
            steps.forEach(step -> System.out.println(step.name() + ": " + String.join(" ", command(step))));
            return 0;
        }
        List<String> failed = overviewOnly ? List.of() : run(steps);
        System.out.print(Overview.of(directory()).write());
        System.err.println("written: " + directory().resolve("overview") + ".json, .txt and .svg");
        if (!failed.isEmpty()) {
            System.err.println("FAILED, see above: " + String.join(" ", failed) + "\nagain: benchmarks/all --only "
                    + String.join(",", failed));
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private List<Step> steps() {
        List<Step> all = Step.all();
        List<String> names = all.stream().map(Step::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "step '" + name + "' is none of " + String.join(", ", names));
            }
        }
        return only.isEmpty()
                ? all
                : all.stream().filter(step -> only.contains(step.name())).toList();
    }

    /** @return names of those that failed */
    private List<String> run(List<Step> steps) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        for (Step step : steps) {
            long beginNanos = System.nanoTime();
            System.err.println("== " + step.name());
            int code = await(command(step));
            long took = Duration.ofNanos(System.nanoTime() - beginNanos).toSeconds();
            System.err.println(
                    "== " + step.name() + (code == 0 ? "" : ": FAILED, exit code " + code) + ", " + took + " s");
            if (code != 0) {
                failed.add(step.name());
            }
        }
        return failed;
    }

    /** Whoever ends us ends it; it ends what it has started. */
    private static int await(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread onInterrupt = new Thread(
                () -> {
                    process.destroy();
                    process.onExit().join();
                },
                "end-step");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
        return code;
    }

    private List<String> command(Step step) {
        List<String> command = new ArrayList<>();
        command.add(repository.resolve("benchmarks").resolve(step.program()).toString());
        command.addAll(quick ? step.quickArguments() : step.arguments());
        if (step.isComparison()) {
            add(command, "--rounds", rounds);
            add(command, "--secs", seconds);
            add(command, "--warm-up", warmUpRounds);
        }
        if (step.comparesAll()) {
            add(command, "--peers", peers);
        }
        add(command, "--results", directory());
        return command;
    }

    private static void add(List<String> command, String option, @Nullable Object value) {
        if (value != null) {
            command.addAll(List.of(option, value.toString()));
        }
    }

    private Path directory() {
        return results != null ? results : repository.resolve(quick ? "benchmarks/target/quick" : "benchmarks/results");
    }
}
