package io.sluice.router.explain;

import io.sluice.router.explain.Explanation.Unmet;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Hidden;
import io.sluice.router.http.RequestHead;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.Condition;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.SourceMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is declared, in the words of the manifests that declare it. */
public final class Words {
    private Words() {}

    /** What the request has where a condition does not hold. */
    static Unmet unmet(Condition condition, RequestHead head, @Nullable Workload caller, boolean token) {
        byte[] bytes = head.bytes();
        return switch (condition) {
            case Condition.Path path ->
                new Unmet("uri", of(path.value()), Ascii.text(bytes, head.pathStart(), head.pathEnd()));
            case Condition.Method method ->
                new Unmet("method", of(method.value()), Ascii.text(bytes, head.methodStart(), head.methodEnd()));
            case Condition.Scheme scheme -> new Unmet("scheme", of(scheme.value()), "http");
            case Condition.Authority authority ->
                new Unmet("authority", of(authority.value()), Ascii.text(bytes, head.hostStart(), head.hostEnd()));
            case Condition.Source source ->
                new Unmet("source", of(source.value()), caller == null ? "an unknown caller" : of(caller));
            case Condition.Header header ->
                new Unmet(
                        name(header.value()),
                        wanted(header.value()),
                        Hidden.value(
                                header.value().name(),
                                values(head, header.value().name())));
            case Condition.Query query ->
                new Unmet(name(query.value()), of(query.value().value()), Hidden.in(query(head)));
            case Condition.Claim claim ->
                new Unmet(
                        "claim " + String.join(".", claim.value().path()),
                        (claim.value().inverted() ? "not " : "")
                                + of(claim.value().value()),
                        token ? "what the token says" : "no verified token");
        };
    }

    /** A condition as one would say it: {@code uri prefix /m/}. */
    static String of(Condition condition) {
        return switch (condition) {
            case Condition.Path path -> "uri " + of(path.value());
            case Condition.Method method -> "method " + of(method.value());
            case Condition.Scheme scheme -> "scheme " + of(scheme.value());
            case Condition.Authority authority -> "authority " + of(authority.value());
            case Condition.Source source -> "source " + of(source.value());
            case Condition.Header header -> name(header.value()) + " " + wanted(header.value());
            case Condition.Query query ->
                name(query.value()) + " " + of(query.value().value());
            case Condition.Claim claim ->
                "claim " + String.join(".", claim.value().path())
                        + (claim.value().inverted() ? " not " : " ")
                        + of(claim.value().value());
        };
    }

    public static String of(RequestMatch match) {
        return match.conditions().stream().map(Words::of).collect(Collectors.joining(", "));
    }

    /** Credentials that a route asks for are no more to be shown than those that a request brings. */
    private static String wanted(HeaderMatch header) {
        return Hidden.isCredential(header.name()) && !(header.value() instanceof StringMatch.Present)
                ? Hidden.NOT_SHOWN
                : of(header.value());
    }

    private static String name(HeaderMatch header) {
        return (header.inverted() ? "withoutHeaders " : "header ") + header.name();
    }

    private static String name(QueryMatch query) {
        return "query parameter " + query.name();
    }

    static String of(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact exact -> "exact " + exact.path() + anyCase(exact.ignoreCase());
            case PathMatch.Prefix prefix -> "prefix " + prefix.path() + anyCase(prefix.ignoreCase());
            case PathMatch.Regex regex -> "regex " + regex.pattern();
        };
    }

    private static String anyCase(boolean ignoreCase) {
        return ignoreCase ? " (any case)" : "";
    }

    static String of(StringMatch match) {
        return switch (match) {
            case StringMatch.Exact exact -> "exact " + exact.value();
            case StringMatch.Prefix prefix -> "prefix " + prefix.value();
            case StringMatch.Suffix suffix -> "suffix " + suffix.value();
            case StringMatch.Regex regex -> "regex " + regex.pattern();
            case StringMatch.Present present -> "present";
        };
    }

    public static String of(HostPattern pattern) {
        return switch (pattern) {
            case HostPattern.Exact exact -> exact.name();
            case HostPattern.Suffix suffix -> "*" + suffix.suffix();
            case HostPattern.Address address -> "any address";
            case HostPattern.Any any -> "*";
        };
    }

    private static String of(SourceMatch source) {
        return (source.namespace() == null ? "" : "namespace " + source.namespace() + " ") + labels(source.labels());
    }

    static String of(Workload caller) {
        return caller.namespace() + "/" + caller.name() + " " + labels(caller.labels());
    }

    private static String labels(java.util.Map<String, String> labels) {
        return labels.isEmpty() ? "" : "labels " + new TreeMap<>(labels);
    }

    private static String values(RequestHead head, String name) {
        return switch (name) {
            case ":method" -> Ascii.text(head.bytes(), head.methodStart(), head.methodEnd());
            case ":authority" -> Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
            case ":path" -> Ascii.text(head.bytes(), head.pathStart(), head.pathEnd()) + query(head);
            default -> lines(head.fields(), Ascii.bytes(name));
        };
    }

    private static String lines(HeaderBlock fields, byte[] name) {
        List<String> values = new ArrayList<>();
        for (int line = fields.next(name, -1); line >= 0; line = fields.next(name, line)) {
            values.add(fields.value(line));
        }
        return String.join(" and ", values);
    }

    private static String query(RequestHead head) {
        return Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
    }

    /** A line an operation. */
    static List<String> of(HeaderOperations operations) {
        List<String> lines = new ArrayList<>();
        add("request", operations.request(), lines);
        add("response", operations.response(), lines);
        return lines;
    }

    private static void add(String side, Edits edits, List<String> lines) {
        edits.remove().forEach(name -> lines.add(side + ": remove " + name));
        edits.set().forEach(field -> lines.add(side + ": set " + text(field)));
        if (edits.authority() != null) {
            lines.add(side + ": set host: " + edits.authority());
        }
        edits.add().forEach(field -> lines.add(side + ": add " + text(field)));
    }

    private static String text(Field field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        return field.name() + ": "
                + (Hidden.isCredential(name) ? Hidden.NOT_SHOWN : field.value().toString());
    }
}
