package io.sluice.watcher.translate.telemetry;

import io.sluice.table.telemetry.Observation;
import io.sluice.table.telemetry.Telemetry.Scope;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Telemetry;
import io.sluice.watcher.resource.Telemetry.Side;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom Telemetry objects are for: one of the root namespace without a selector for all; one of another namespace for that; one with a
 * selector for the pods of its namespace that it selects, and of several the oldest. At the gateway the router is a client's proxy, at
 * pods a server's (docs/adr/0031).
 */
public final class Tellings {
    private final Map<String, List<Telemetry>> byNamespace = new LinkedHashMap<>();
    private final Settings settings;
    private final KnownProviders providers;
    private final Problems problems;

    private Tellings(List<Telemetry> objects, Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
        providers = new KnownProviders(settings.mesh().telemetry());
        for (Telemetry object : objects) {
            if (!object.attached()) {
                byNamespace
                        .computeIfAbsent(object.meta().namespace(), namespace -> new ArrayList<>())
                        .add(object);
            }
        }
    }

    /** @param objects oldest first */
    public static io.sluice.table.telemetry.Telemetry of(
            List<Telemetry> objects, Settings settings, Problems problems) {
        Tellings tellings = new Tellings(objects, settings, problems);
        objects.forEach(tellings::check);
        return tellings.all();
    }

    private io.sluice.table.telemetry.Telemetry all() {
        return new io.sluice.table.telemetry.Telemetry(
                joined(Side.CLIENT, root(), ofNamespace(settings.gatewayNamespace()), ofGateway()),
                joined(Side.SERVER, root()),
                byNamespace.keySet().stream().flatMap(this::scopes).toList());
    }

    private Observation joined(Side side, @Nullable Telemetry... levels) {
        return new Levels(Stream.of(levels).filter(Objects::nonNull).toList(), side, providers).joined();
    }

    /** Those with a selector first: who is selected is no longer asked for the namespace's alone. */
    private Stream<Scope> scopes(String namespace) {
        List<Scope> scopes = new ArrayList<>();
        Telemetry wide = ofNamespace(namespace);
        for (Telemetry selecting : selecting(namespace)) {
            scopes.add(new Scope(namespace, selecting.selector(), joined(Side.SERVER, root(), wide, selecting)));
        }
        if (wide != null) {
            scopes.add(new Scope(namespace, Map.of(), joined(Side.SERVER, root(), wide)));
        }
        return scopes.stream();
    }

    private @Nullable Telemetry root() {
        return first(settings.mesh().rootNamespace());
    }

    /** Null in the root namespace: what is said there for all is said once. */
    private @Nullable Telemetry ofNamespace(String namespace) {
        return namespace.equals(settings.mesh().rootNamespace()) ? null : first(namespace);
    }

    private @Nullable Telemetry first(String namespace) {
        return byNamespace.getOrDefault(namespace, List.of()).stream()
                .filter(object -> object.selector().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private @Nullable Telemetry ofGateway() {
        return selecting(settings.gatewayNamespace()).stream()
                .filter(object -> settings.gatewayLabels()
                        .entrySet()
                        .containsAll(object.selector().entrySet()))
                .findFirst()
                .orElse(null);
    }

    private List<Telemetry> selecting(String namespace) {
        return byNamespace.getOrDefault(namespace, List.of()).stream()
                .filter(object -> !object.selector().isEmpty())
                .toList();
    }

    // --- what is told of the objects themselves ---

    private void check(Telemetry object) {
        if (object.attached()) {
            return;
        }
        Telemetry first = first(object.meta().namespace());
        if (object.selector().isEmpty() && first != null && !first.equals(object)) {
            tell(
                    object,
                    Code.NOT_SUPPORTED,
                    "",
                    "has no selector, and neither has " + first.meta().id() + ", which is older: in Istio as here that"
                            + " one alone counts");
        }
        for (int i = 0; i < object.tracing().size(); i++) {
            unknown(
                    object,
                    "tracing",
                    i,
                    object.tracing().get(i).providers().stream()
                            .filter(name -> providers.collector(name) == null)
                            .toList());
        }
        for (int i = 0; i < object.logging().size(); i++) {
            Telemetry.AccessLogging entry = object.logging().get(i);
            unknown(
                    object,
                    "accessLogging",
                    i,
                    entry.providers().stream()
                            .filter(name -> !entry.disabled() && providers.log(name) == null)
                            .toList());
        }
        if (providers.loggers().isEmpty() && namesNoLogger(object)) {
            tell(
                    object,
                    Code.NOT_SUPPORTED,
                    "spec.accessLogging",
                    "names no provider, and neither does the mesh (defaultProviders.accessLogging): nothing is written,"
                            + " in Istio as here");
        }
    }

    private boolean namesNoLogger(Telemetry object) {
        Telemetry root = root();
        Telemetry wide = first(object.meta().namespace());
        return object.logging().stream().anyMatch(entry -> !entry.disabled())
                && Stream.of(object, root, wide)
                        .filter(Objects::nonNull)
                        .flatMap(level -> level.logging().stream())
                        .allMatch(entry -> entry.providers().isEmpty());
    }

    private void unknown(Telemetry object, String list, int index, List<String> names) {
        for (String name : names) {
            tell(
                    object,
                    Code.UNKNOWN_PROVIDER,
                    "spec." + list + "[" + index + "].providers",
                    "names " + name + ", which is no provider of the mesh config that this router can "
                            + (list.equals("tracing") ? "send spans to" : "write lines for")
                            + ": nothing is told to it");
        }
    }

    private void tell(Telemetry object, Code code, String field, String sentence) {
        problems.add(new Problem(
                Severity.WARNING,
                code,
                object.meta().id().toString(),
                field,
                sentence,
                object.meta().file()));
    }
}
