package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds cases and reads them. */
public final class CaseFile {
    private static final String CASE = "case.yaml";
    private static final String EXPECTED = "expected.yaml";
    private static final String MANIFESTS = "manifests.yaml";

    private CaseFile() {}

    /** Directories of cases below a directory, or that directory itself, in the order of their names. */
    public static List<Path> find(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith(CASE))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new CaseMistake(directory + ": cannot be read");
        }
    }

    /** {@code area/case} of a case's directory. */
    public static String name(Path directory) {
        int depth = directory.getNameCount();
        return directory.subpath(depth - 2, depth).toString().replace('\\', '/');
    }

    /** @throws CaseMistake if anything in it cannot be understood */
    public static Case read(Path directory) {
        String name = name(directory);
        if (!Files.exists(directory.resolve(MANIFESTS))) {
            throw new CaseMistake(name + ": lacks " + MANIFESTS);
        }
        YamlMap file = YamlMap.of(name + " " + CASE, load(directory.resolve(CASE)));
        file.value("values");
        Map<String, Object> rules = file.map("compare").everything();
        List<Turn> turns = new ArrayList<>();
        file.maps("exchanges").forEach(turn -> turns.add(TurnReader.read(turn, rules)));
        Case read = new Case(
                name,
                directory,
                file.required("title"),
                SettingsReader.read(file.map("settings")),
                file.maps("upstreams").stream().map(UpstreamReader::read).toList(),
                turns,
                expected(name, directory));
        file.end();
        check(read);
        return read;
    }

    private static Map<String, Observation> expected(String name, Path directory) {
        return ObservationReader.read(YamlMap.of(name + " " + EXPECTED, load(directory.resolve(EXPECTED))));
    }

    /** Every exchange has one recording, every recording its exchange, every reload its file. */
    private static void check(Case read) {
        Set<String> names = new HashSet<>();
        Set<String> exchanges = new LinkedHashSet<>();
        for (Turn turn : read.turns()) {
            if (!names.add(turn.name())) {
                throw new CaseMistake(read.name() + ": two exchanges are named " + turn.name());
            }
            switch (turn) {
                case Turn.Reload reload -> {
                    if (!Files.exists(read.directory().resolve(reload.manifests()))) {
                        throw new CaseMistake(read.name() + ": " + turn.name() + ": no file " + reload.manifests());
                    }
                }
                case Turn.Exchange exchange -> exchanges.add(exchange.name());
            }
        }
        if (exchanges.isEmpty()) {
            throw new CaseMistake(read.name() + ": no exchange");
        }
        if (!exchanges.equals(read.expected().keySet())) {
            exchanges.removeAll(read.expected().keySet());
            throw new CaseMistake(read.name() + ": exchanges and recordings differ; not recorded: " + exchanges);
        }
    }

    static @Nullable Object load(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(1000);
        try {
            return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
        } catch (YAMLException malformed) {
            throw new CaseMistake(file + ": " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
