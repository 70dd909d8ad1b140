package io.sluice.benchmarks.micro;

import io.sluice.benchmarks.report.Columns;
import io.sluice.benchmarks.report.TrialOptions;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/micro}. */
@Command(
        name = "benchmarks/micro",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The JMH benchmarks with their own forks and iterations: nanoseconds and bytes allocated per"
                + " operation.",
        footer = {"", "Example: benchmarks/micro Exchange RouteMatch", "Exit: 0 measured, 1 a benchmark failed."})
public final class Microbenchmarks implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue MOMENT = TimeValue.milliseconds(100);

    @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Regular expressions of names. Default: all.")
    private List<String> patterns = List.of();

    @Option(names = "--quick", description = "One fork, one iteration of 0.1 s: to see that all works, not to quote.")
    private boolean quick;

    @Option(
            names = "--java-flags",
            hidden = true,
            split = " ",
            description = "What Netty needs for fast buffers on this JDK.")
    private List<String> flags = List.of();

    @Mixin
    private TrialOptions options = new TrialOptions();

    /**
     * @param parameters as {@code routes=10, kind=prefix}
     * @param errorNanos half of the 99.9 % interval; null of one iteration
     */
    private record Operation(
            String benchmark,
            String parameters,
            double nanos,
            @Nullable Double errorNanos,
            @Nullable Double allocatedBytes) {

        static Operation of(RunResult run) {
            BenchmarkParams params = run.getParams();
            String[] name = params.getBenchmark().split("\\.", -1);
            String parameters = params.getParamsKeys().stream()
                    .map(key -> key + "=" + params.getParam(key))
                    .collect(Collectors.joining(", "));
            Result<?> time = run.getPrimaryResult();
            double nanos = TimeUnit.NANOSECONDS.convert(1, params.getTimeUnit());
            double error = time.getScoreError() * nanos;
            Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
            return new Operation(
                    name[name.length - 2].replace("Benchmark", "") + "." + name[name.length - 1],
                    parameters,
                    time.getScore() * nanos,
                    Double.isFinite(error) ? error : null,
                    allocated == null ? null : allocated.getScore());
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Microbenchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder asked = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .jvmArgsAppend(flags.toArray(String[]::new));
        patterns.forEach(asked::include);
        if (quick) {
            asked.forks(1)
                    .warmupIterations(1)
                    .warmupTime(MOMENT)
                    .measurementIterations(1)
                    .measurementTime(MOMENT);
        }
        Collection<RunResult> runs = new Runner(asked.build()).run();
        report(runs.stream()
                .map(Operation::of)
                .sorted(Comparator.comparing(Operation::benchmark))
                .toList());
        return 0;
    }

    private void report(List<Operation> rows) {
        Columns table = Columns.ofFigures().row("operation", "parameters", "ns", "+-", "bytes allocated");
        for (Operation row : rows) {
            table.row(
                    row.benchmark(),
                    row.parameters(),
                    Columns.decimal(row.nanos(), 1),
                    decimal(row.errorNanos()),
                    decimal(row.allocatedBytes()));
        }
        options.report("micro", "JMH, average time of an operation" + (quick ? ", QUICK" : ""), rows, table);
    }

    private static String decimal(@Nullable Double figure) {
        return figure == null ? "-" : Columns.decimal(figure, 1);
    }
}
