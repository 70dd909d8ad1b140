package io.sluice.router.explain;

import io.sluice.router.exchange.Reasons;
import io.sluice.router.failure.Failure;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.RequestMatcher;
import io.sluice.router.snapshot.Generation;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Route;
import io.sluice.table.Traffic;
import io.sluice.table.match.Condition;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Why a request finds no route, and what may have been meant. Guesses that can be asked are asked: the same request with
 * another port, host or path goes the same way, and is offered only if it arrives.
 */
final class Nearest {
    private static final int MOST = 3;

    private final Walk walk;

    /** The likeliest first; a set, because two ways may lead to one guess. */
    private final Set<String> guesses = new LinkedHashSet<>();

    /** Routes that a better guess names already. */
    private final Set<Route> offered = new HashSet<>();

    private Nearest(Walk walk) {
        this.walk = walk;
    }

    /** @param walk that came to no route */
    static Outcome.Missed miss(Walk walk) {
        return new Nearest(walk).miss();
    }

    private Outcome.Missed miss() {
        String name = walk.hostName();
        if (walk.listener() == null) {
            String reason = unopened();
            otherPorts();
            openPorts();
            return missed(0, reason);
        }
        if (walk.host() == null) {
            callersOwn(name);
            finalDot(name);
            otherPorts();
            wildcardOf(name);
            similarNames(name);
            return missed(
                    Failure.NO_ROUTE.status(), Reasons.noHost(walk.question().host()));
        }
        almost();
        otherPaths();
        otherPorts();
        commonBeginning();
        return missed(Failure.NO_ROUTE.status(), Reasons.noRoute(walk.question().host(), walk.path()));
    }

    private Outcome.Missed missed(int status, String reason) {
        return new Outcome.Missed(status, reason, List.copyOf(guesses));
    }

    private String unopened() {
        int port = walk.port();
        Generation generation = walk.generation();
        if (generation.table().securePorts().contains(port)) {
            return walk.question().https()
                    ? "no server of port " + port + " has the name "
                            + walk.question().serverName() + ": the handshake is refused"
                    : "port " + port + " speaks TLS: ask for https://";
        }
        return generation.table().ports().contains(port)
                ? "port " + port + " speaks plaintext: ask for http://"
                : "nothing listens on port " + port;
    }

    private void openPorts() {
        Generation generation = walk.generation();
        String open = new TreeSet<>(generation.table().ports())
                .stream()
                        .map(port -> port + " ("
                                + generation.declared().listeners().stream()
                                        .filter(listener -> listener.port() == port)
                                        .map(Listener::name)
                                        .collect(Collectors.joining(", "))
                                + ")")
                        .collect(Collectors.joining(", "));
        guesses.add(open.isEmpty() ? "no port is open: no manifest routes anything" : "open ports: " + open);
    }

    /** The same request on every other port. */
    private void otherPorts() {
        for (int port : new TreeSet<>(walk.generation().table().ports())) {
            if (port == walk.port() && walk.listener() != null) {
                continue;
            }
            Walk other = walk.instead(at(port));
            Route route = other.declaredRoute();
            if (route != null) {
                guesses.add("on port " + port + " it would reach route " + described(route));
            } else if (other.host() != null && walk.host() == null) {
                guesses.add("the host exists on port " + port + ", though no route of it matches this path");
            }
        }
    }

    private Question at(int port) {
        Question asked = walk.question();
        boolean secure = walk.generation().table().securePorts().contains(port);
        return new Question(asked.method(), secure, port, asked.host(), asked.target(), asked.fields(), asked.caller());
    }

    private Question asking(String host, String target) {
        Question asked = walk.question();
        return new Question(asked.method(), asked.https(), asked.port(), host, target, asked.fields(), asked.caller());
    }

    // --- no host ---

    private List<Host> hosts() {
        return walk.generation().declared().listeners().stream()
                .filter(listener -> listener.port() == walk.port())
                .map(Listener::traffic)
                .flatMap(traffic -> traffic instanceof Traffic.Http http ? http.hosts().stream() : null)
                .toList();
    }

    /** A name that is somebody's own: whose, and how to call it from elsewhere. */
    private void callersOwn(String name) {
        for (Host host : hosts()) {
            for (Domain domain : host.domains()) {
                if (domain.callerNamespace() != null
                        && Words.of(domain.pattern()).equalsIgnoreCase(name)) {
                    guesses.add(name + " is the name of " + host.name() + " for callers of namespace "
                            + domain.callerNamespace()
                            + (walk.caller() == null ? "; the caller is not known" : "; the caller is of another")
                            + (host.name().startsWith(name + ".") ? ": write " + qualified(host.name()) : ""));
                }
            }
        }
    }

    /** {@code x.ns} of {@code x.ns.svc.cluster.local}. */
    private static String qualified(String full) {
        String[] labels = full.split("\\.", -1);
        return labels.length > 2 ? labels[0] + "." + labels[1] : full;
    }

    private void finalDot(String name) {
        if (name.endsWith(".")) {
            String without = name.substring(0, name.length() - 1);
            Walk other = walk.instead(asking(without, walk.question().target()));
            if (other.host() != null) {
                guesses.add("without its final dot, " + without + " is a name of "
                        + other.host().host().declared().name());
            }
        }
    }

    private void wildcardOf(String name) {
        String suffix = "." + name.toLowerCase(Locale.ROOT);
        boolean declared = hosts().stream()
                .flatMap(host -> host.domains().stream())
                .anyMatch(domain -> domain.pattern().equals(new HostPattern.Suffix(suffix)));
        if (declared) {
            guesses.add("*" + suffix + " is served, but it does not stand for " + name + " itself");
        }
    }

    private void similarNames(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String firstLabel = lower.split("\\.", -1)[0];
        List<String> names = hosts().stream()
                .flatMap(host -> host.domains().stream())
                .filter(domain -> domain.callerNamespace() == null)
                .map(domain -> Words.of(domain.pattern()))
                .distinct()
                .toList();
        List<String> near = EditDistance.near(lower, names, MOST);
        near.forEach(candidate -> guesses.add("a similar name is served: " + candidate));
        if (near.isEmpty()) {
            names.stream()
                    .filter(candidate -> !firstLabel.isEmpty()
                            && (candidate.equals(firstLabel) || candidate.startsWith(firstLabel + ".")))
                    .sorted(EditDistance.from(lower))
                    .limit(MOST)
                    .forEach(candidate -> guesses.add("of the same first name: " + candidate));
        }
    }

    // --- no route ---

    private List<Route> routes() {
        return walk.host() == null ? List.of() : walk.host().host().declared().routes();
    }

    /** Routes whose path is right, and what else they want. */
    private void almost() {
        List<CompiledRoute> compiled =
                walk.host() == null ? List.of() : walk.host().host().routes();
        IntStream.range(0, compiled.size())
                .filter(i -> unmet(compiled.get(i)) > 0)
                .limit(MOST)
                .forEach(i -> {
                    Route route = routes().get(i);
                    Condition condition = route.match().conditions().get(unmet(compiled.get(i)));
                    String got = Words.unmet(condition, walk.head(), walk.caller(), walk.claims() != null)
                            .got();
                    guesses.add("the path is that of route " + described(route) + ", which also wants "
                            + Words.of(condition) + "; the request has " + (got.isEmpty() ? "nothing there" : got));
                });
    }

    private int unmet(CompiledRoute route) {
        int unmet = route.matcher().firstUnmet(walk.head(), walk.caller(), null);
        return unmet == RequestMatcher.ALL_HOLD ? 0 : unmet;
    }

    private void otherPaths() {
        String path = walk.path();
        if (!path.endsWith("/")) {
            otherPath(path + "/", "the path lacks a / at its end: ");
        } else if (path.length() > 1) {
            otherPath(path.substring(0, path.length() - 1), "the path has a / too many at its end: ");
        }
        otherPath(path.replaceAll("/{2,}", "/"), "the path has two / in a row: ");
        routes().stream()
                .map(route -> text(route.match().path()))
                .filter(text -> text != null && path.regionMatches(true, 0, text, 0, text.length()))
                .limit(MOST)
                .forEach(text -> otherPath(text + path.substring(text.length()), "upper and lower case differ: "));
    }

    private void otherPath(String path, String why) {
        if (!path.equals(walk.path())) {
            Route route = walk.instead(asking(walk.question().host(), path + walk.query()))
                    .declaredRoute();
            if (route != null) {
                guesses.add(why + path + " would reach route " + described(route));
            }
        }
    }

    /** Null for a regex. */
    private static @Nullable String text(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact exact -> exact.path();
            case PathMatch.Prefix prefix -> prefix.path();
            case PathMatch.Regex regex -> null;
        };
    }

    /** Routes whose path goes the same way for longest, beyond the first slash. */
    private void commonBeginning() {
        String path = walk.path();
        routes().stream()
                .filter(route -> common(route, path) > 1 && !offered.contains(route))
                .sorted(Comparator.comparingInt(route -> -common(route, path)))
                .limit(MOST)
                .forEach(route -> guesses.add("route " + described(route) + " wants uri "
                        + Words.of(route.match().path()) + ": the same up to "
                        + path.substring(0, common(route, path))));
    }

    private static int common(Route route, String path) {
        String text = text(route.match().path());
        int at = 0;
        while (text != null && at < text.length() && at < path.length() && text.charAt(at) == path.charAt(at)) {
            at++;
        }
        return at;
    }

    private String described(Route route) {
        offered.add(route);
        return (route.name().isEmpty() ? "unnamed" : route.name()) + " (" + route.origin() + ")";
    }
}
