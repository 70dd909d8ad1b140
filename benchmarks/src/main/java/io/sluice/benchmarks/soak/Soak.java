package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.WorkDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code benchmarks/soak}. */
@Command(
        name = "benchmarks/soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Looks for lost requests while models, manifests and routers come and go.",
        footer = {
            "",
            "Trials: reloads restarts kills kills-with-retries rollout router-restarts idle-closes overload",
            "Example: benchmarks/soak reloads kills --requests 300000",
            "Exit: 0 every trial kept what it allows (--unguarded: none did), 1 one did not, 2 not as asked."
        })
public final class Soak implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "TRIAL", description = "Default: all.")
    private List<String> words = List.of();

    @Option(names = "--requests", defaultValue = "300000", description = "Of each trial (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--rate", defaultValue = "5000", description = "Requests per second (${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(
            names = "--unguarded",
            description = "Take away what each trial relies on, to see that it can fail; then one that does not is the"
                    + " mistake.")
    private boolean unguarded;

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Soak()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Trial> trials = trials();
        if (requests < 1 || perSecond < 1) {
            throw new ParameterException(spec.commandLine(), "requests and rate begin at 1");
        }
        boolean passed = true;
        try (WorkDirectory work = WorkDirectory.create("soak")) {
            for (Trial trial : trials) {
                passed &= run(trial, work.path());
            }
        }
        return passed ? 0 : 1;
    }

    private boolean run(Trial trial, Path work) throws Exception {
        long begin = System.nanoTime();
        try (Stage stage = new Stage(
                repository.toAbsolutePath().normalize(),
                work,
                trial.word(),
                new Stage.Plan(requests, perSecond, !unguarded))) {
            Trial.Result result = trial.run(stage);
            System.out.println((result.passed() ? "kept    " : "BROKEN  ") + trial.word() + ", "
                    + (System.nanoTime() - begin) / 1_000_000_000 + " s");
            System.out.println("  " + result.account());
            result.remarks().forEach(remark -> System.out.println("  " + remark));
            if (unguarded) {
                System.out.println("  unguarded: " + trial.unguarded());
            }
            return result.passed() != unguarded;
        }
    }

    private List<Trial> trials() {
        if (words.isEmpty()) {
            return Trial.all();
        }
        List<Trial> asked = new ArrayList<>();
        for (String word : words) {
            asked.add(Trial.all().stream()
                    .filter(trial -> trial.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "'" + word + "' is no trial; --help lists them")));
        }
        return asked;
    }
}
