package io.sluice.conformance.play;

import io.sluice.conformance.feature.Case;
import io.sluice.conformance.feature.CaseFile;
import io.sluice.conformance.feature.CaseMistake;
import io.sluice.conformance.feature.WaitingList;
import io.sluice.conformance.play.CasePlayer.Thoroughness;
import io.sluice.conformance.router.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code conformance/run}: plays cases and shows what differs. */
@Command(
        name = "conformance/run",
        mixinStandardHelpOptions = true,
        description = "Play recorded cases against the router; exit 1 if one that is not waiting fails, or one that is"
                + " passes.",
        footer = {"", "Example: conformance/run edge match/headers"})
public final class Conformance implements Callable<Integer> {
    @Option(names = "--repository", required = true, hidden = true)
    private Path repository = Path.of("");

    @Option(names = "--features", paramLabel = "DIR", description = "Default: conformance/features.")
    private @Nullable Path features;

    @Option(names = "--list", description = "Do not play: list cases, and what those that wait are waiting for.")
    private boolean list;

    @Option(names = "--brief", description = "A line per difference instead of whole exchanges side by side.")
    private boolean brief;

    @Parameters(paramLabel = "area[/case]", arity = "0..*", description = "Default: all.")
    private List<String> names = List.of();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Conformance()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path home = repository.resolve("conformance");
        Path directory = features == null ? home.resolve("features") : features;
        try {
            WaitingList waiting = WaitingList.read(home.resolve("waiting.yaml"));
            List<Path> chosen = chosen(directory.toAbsolutePath().normalize());
            if (list) {
                chosen.forEach(path -> System.out.println(line(CaseFile.name(path), waiting)));
                return CommandLine.ExitCode.OK;
            }
            return play(chosen, waiting);
        } catch (CaseMistake mistake) {
            System.err.println(mistake.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private List<Path> chosen(Path directory) {
        List<Path> all = CaseFile.find(directory);
        for (String name : names) {
            if (all.stream().noneMatch(path -> isOf(name, path))) {
                throw new CaseMistake(name + ": no such area or case below " + directory);
            }
        }
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(path -> names.stream().anyMatch(name -> isOf(name, path)))
                        .toList();
    }

    private static boolean isOf(String name, Path path) {
        String wanted = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String found = CaseFile.name(path);
        return found.equals(wanted) || found.startsWith(wanted + "/");
    }

    private static String line(String name, WaitingList waiting) {
        List<String> words = waiting.cases().get(name);
        return words == null ? "passes   " + name : "waits    " + name + "  " + String.join(", ", words);
    }

    private int play(List<Path> chosen, WaitingList waiting) throws IOException, InterruptedException {
        CasePlayer player = new CasePlayer(new Launch.Direct(repository), Thoroughness.EVERY_EXCHANGE);
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Path path : chosen) {
            Case read = CaseFile.read(path);
            Played played = player.play(read);
            Verdict verdict = Verdict.of(played, waiting);
            counts.merge(verdict, 1, Integer::sum);
            System.out.println(word(verdict) + "  " + read.name());
            if (!played.passed()) {
                System.out.print(brief ? Report.differences(played) : Report.sideBySide(played));
            }
        }
        int failed = counts.getOrDefault(Verdict.FAILED, 0);
        int listed = counts.getOrDefault(Verdict.NO_LONGER_WAITING, 0);
        System.out.println(counts.getOrDefault(Verdict.PASSED, 0) + " passed, " + failed + " failed, "
                + counts.getOrDefault(Verdict.WAITING, 0) + " waiting, " + listed + " to be taken off waiting.yaml");
        return failed + listed > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
