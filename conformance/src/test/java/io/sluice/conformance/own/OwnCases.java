package io.sluice.conformance.own;

import io.sluice.conformance.own.OwnCase.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads {@code conformance/own}. A key that nobody knows is refused: what is overlooked would be a check that cannot fail. */
final class OwnCases {
    private static final Path DIRECTORY = Path.of("own");
    private static final Set<String> OF_FILE = Set.of("about", "how", "given", "cases");
    private static final Set<String> OF_CASE = Set.of("name", "given", "mesh", "domain", "calls", "table");
    private static final Set<String> OF_CALL = Set.of("call", "headers", "from", "times", "expect");

    private OwnCases() {}

    /** All of them, by name, in the order of files and lines. */
    static Map<String, OwnCase> all() {
        Map<String, OwnCase> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                for (OwnCase each : of(file)) {
                    if (all.put(each.name(), each) != null) {
                        throw new IllegalArgumentException(each.name() + " stands twice");
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static List<OwnCase> of(Path file) throws IOException {
        String area = String.valueOf(file.getFileName()).replace(".yaml", "");
        Map<?, ?> tree = map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)), area);
        only(tree, OF_FILE, area);
        boolean played = switch (String.valueOf(tree.get("how"))) {
            case "played" -> true;
            case "explained" -> false;
            default -> throw new IllegalArgumentException(area + ": how is explained or played");
        };
        List<OwnCase> cases = new ArrayList<>();
        for (Object entry : list(tree.get("cases"), area)) {
            Map<?, ?> one = map(entry, area);
            String name = area + "/" + one.get("name");
            only(one, OF_CASE, name);
            List<Map<?, ?>> given = new ArrayList<>();
            for (Object part : List.of(
                    tree.get("given") == null ? List.of() : list(tree.get("given"), area),
                    one.get("given") == null ? List.of() : list(one.get("given"), name))) {
                list(part, name).forEach(manifest -> given.add(map(manifest, name)));
            }
            List<Call> calls = new ArrayList<>();
            if (one.get("calls") != null) {
                list(one.get("calls"), name).forEach(call -> calls.add(call(map(call, name), name)));
            }
            if (one.get("table") != null) {
                calls.addAll(table(map(one.get("table"), name), name));
            }
            if (calls.isEmpty()) {
                throw new IllegalArgumentException(name + " calls nothing");
            }
            Object mesh = one.get("mesh");
            Object domain = one.get("domain");
            cases.add(new OwnCase(
                    name,
                    played,
                    given,
                    mesh == null ? Map.of() : map(mesh, name),
                    domain == null ? "cluster.local" : String.valueOf(domain),
                    calls));
        }
        return cases;
    }

    private static Call call(Map<?, ?> call, String name) {
        only(call, OF_CALL, name);
        String line = String.valueOf(call.get("call"));
        int blank = line.indexOf(' ');
        List<String> headers = new ArrayList<>();
        if (call.get("headers") != null) {
            list(call.get("headers"), name).forEach(header -> headers.add(String.valueOf(header)));
        }
        Object from = call.get("from");
        Object times = call.get("times");
        Map<?, ?> expected = map(call.get("expect"), name);
        if (blank < 1 || expected.isEmpty()) {
            throw new IllegalArgumentException(name + ": a call is METHOD URL, and expects something");
        }
        return new Call(
                line.substring(0, blank),
                line.substring(blank + 1),
                headers,
                from == null ? "" : String.valueOf(from),
                times == null ? 1 : Integer.parseInt(String.valueOf(times)),
                expected);
    }

    /** {@code {before: "GET http://host", expect: path, rows: {in: out}}}: many calls that differ in one place. */
    private static List<Call> table(Map<?, ?> table, String name) {
        only(table, Set.of("before", "expect", "rows"), name);
        String key = String.valueOf(table.get("expect"));
        String before = String.valueOf(table.get("before"));
        int blank = before.indexOf(' ');
        List<Call> calls = new ArrayList<>();
        map(table.get("rows"), name)
                .forEach((in, out) -> calls.add(new Call(
                        before.substring(0, blank),
                        before.substring(blank + 1) + in,
                        List.of(),
                        "",
                        1,
                        Map.of(key, "=".equals(out) ? in : out))));
        return calls;
    }

    static void only(Map<?, ?> map, Set<String> known, String place) {
        Set<Object> unknown = new HashSet<>(map.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(place + ": unknown key " + unknown);
        }
    }

    static Map<?, ?> map(@Nullable Object value, String place) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(place + ": must be a map, not " + value);
    }

    static List<?> list(@Nullable Object value, String place) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(place + ": must be a list, not " + value);
    }
}
