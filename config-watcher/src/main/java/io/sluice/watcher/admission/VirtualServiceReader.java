package io.sluice.watcher.admission;

import io.sluice.table.DirectResponse;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Mirror;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a VirtualService, and checks it as Istio's webhook would (istio.md §1). */
final class VirtualServiceReader {
    private static final String FIRST_RULE_TAKES_ALL = "the rule answers 503, so that no later rule takes its requests";

    private VirtualServiceReader() {}

    static VirtualService read(Meta meta, Reader spec) {
        List<String> gateways = spec.texts("gateways");
        VirtualService read = new VirtualService(
                meta,
                spec.texts("hosts"),
                gateways.isEmpty() ? List.of(VirtualService.MESH) : gateways,
                spec.texts("exportTo"),
                spec.objects("http", VirtualServiceReader::rule));
        spec.unsupported("tcp", "TCP routes are not opened");
        spec.unsupported("tls", "TLS routes are not opened");
        VirtualServiceRules.check(read);
        return read;
    }

    private static Rule rule(Reader http) {
        List<Match> matches = http.objects("match", MatchReader::read);
        boolean missing = http.unsupported("delegate", FIRST_RULE_TAKES_ALL);
        http.unsupported("corsPolicy", "requests of other origins are not answered for the model");
        http.unsupported("fault", "nothing is delayed or aborted");
        RuleAction action = action(http, missing);
        HeaderOperations headers = http.object("headers", HeadersReader::read);
        return new Rule(
                http.text("name", ""), http.path(), matches, action, headers == null ? HeaderOperations.NONE : headers);
    }

    private static @Nullable RuleAction action(Reader http, boolean missing) {
        Redirect redirect = http.object("redirect", VirtualServiceReader::redirect);
        DirectResponse direct = http.object("directResponse", VirtualServiceReader::direct);
        List<Branch> branches = http.objects("route", VirtualServiceReader::branch);
        RewriteReader.Rewrites rewrite = http.object("rewrite", RewriteReader::read);
        Duration timeout = http.duration("timeout");
        if (timeout != null && timeout.toMillis() < 1) {
            throw http.invalid("timeout", "must be at least 1ms; leave it out for none");
        }
        var retries = http.object("retries", RetriesReader::read);
        List<Mirror> mirrors = MirrorReader.read(http);
        int actions = (redirect == null ? 0 : 1) + (direct == null ? 0 : 1) + (branches.isEmpty() ? 0 : 1);
        if (missing) {
            return null;
        }
        if (actions != 1) {
            throw http.invalid("route", "HTTP route must have exactly one of route, redirect and directResponse");
        }
        if (redirect != null) {
            return new RuleAction.Redirected(redirect);
        }
        if (direct != null) {
            return new RuleAction.Direct(direct);
        }
        PathRewrite path = rewrite == null ? null : rewrite.path();
        String authority = rewrite == null ? null : rewrite.authority();
        return new RuleAction.Route(branches, path, authority, timeout, retries, mirrors);
    }

    private static Branch branch(Reader route) {
        HeaderOperations headers = route.object("headers", HeadersReader::read);
        Reader destination = route.object("destination");
        if (destination == null) {
            throw route.invalid("destination", "is missing");
        }
        try (destination) {
            Integer port = port(destination);
            int weight = route.integer("weight", 0);
            if (weight < 0) {
                throw route.invalid("weight", "weight " + weight + " < 0");
            }
            return new Branch(
                    destination.requiredText("host"),
                    port,
                    destination.text("subset", ""),
                    weight,
                    headers == null ? HeaderOperations.NONE : headers,
                    route.path());
        }
    }

    /** A destination's port; null if it names none. */
    static @Nullable Integer port(Reader destination) {
        return destination.object("port", port -> {
            Integer number = port.port("number");
            if (number == null) {
                throw port.invalid("number", "is missing");
            }
            return number;
        });
    }

    private static DirectResponse direct(Reader direct) {
        Integer status = direct.integer("status");
        if (status == null || status < 200 || status > 599) {
            throw direct.invalid("status", "must be a number from 200 to 599");
        }
        String text = direct.object("body", body -> {
            String string = body.text("string");
            if (body.has("bytes")) {
                throw body.invalid("bytes", "bodies of bytes are not sent by this router yet; use string");
            }
            return string == null ? "" : string;
        });
        return new DirectResponse(status, text == null ? "" : text);
    }

    private static Redirect redirect(Reader redirect) {
        int status = redirect.integer("redirectCode", 301);
        String scheme = redirect.text("scheme");
        String authority = redirect.text("authority");
        String uri = redirect.text("uri");
        Redirect.Port port = redirectPort(redirect);
        switch (status == 0 ? 301 : status) {
            case 301, 302, 303, 307, 308 -> {}
            default -> throw redirect.invalid("redirectCode", status + " is none of 301, 302, 303, 307, 308");
        }
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            throw redirect.invalid("scheme", "must be http or https");
        }
        boolean empty = scheme == null && authority == null && uri == null && port instanceof Redirect.Port.AsRequested;
        if (empty) {
            throw redirect.invalid("uri", "redirect must specify at least one of uri, authority, scheme and port");
        }
        return new Redirect(
                status == 0 ? 301 : status,
                scheme,
                authority,
                port,
                uri == null ? null : new PathRewrite.ReplaceAll(uri));
    }

    private static Redirect.Port redirectPort(Reader redirect) {
        Integer fixed = redirect.port("port");
        String derived = redirect.text("derivePort");
        if (fixed != null) {
            return new Redirect.Port.Fixed(fixed);
        }
        if (derived == null) {
            return new Redirect.Port.AsRequested();
        }
        return switch (derived) {
            case "FROM_PROTOCOL_DEFAULT" -> new Redirect.Port.OfScheme();
            case "FROM_REQUEST_PORT" -> new Redirect.Port.OfListener();
            default -> {
                redirect.problem(Severity.WARNING, Code.NOT_SUPPORTED, "derivePort", derived + " is not known");
                yield new Redirect.Port.AsRequested();
            }
        };
    }
}
