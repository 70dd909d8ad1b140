package io.sluice.watcher.admission.http;

import io.sluice.table.DirectResponse;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.watcher.admission.field.ExportTo;
import io.sluice.watcher.admission.field.Reader;
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

/** Reads a VirtualService, and checks it as Istio's webhook would (istio.md §1). */
public final class VirtualServiceReader {
    private VirtualServiceReader() {}

    public static VirtualService read(Meta meta, Reader spec) {
        List<String> hosts = spec.texts("hosts");
        List<String> gateways = spec.texts("gateways");
        if (hosts.isEmpty() && !gateways.isEmpty()) {
            throw spec.invalid("gateways", "delegate virtual service must have no gateways configured; give it hosts");
        }
        boolean empty = !spec.has("http") && !spec.has("tcp") && !spec.has("tls");
        if (empty) {
            throw spec.invalid("http", "http, tcp or tls must be provided in virtual service");
        }
        VirtualService read = new VirtualService(
                meta,
                hosts,
                gateways.isEmpty() ? List.of(VirtualService.MESH) : gateways,
                ExportTo.read(spec, meta.namespace()),
                spec.objects("http", VirtualServiceReader::rule),
                spec.objects("tls", tls -> TlsRouteReader.read(tls, hosts)));
        spec.unsupported("tcp", "TCP routes are not opened");
        if (!read.tls().isEmpty() && read.gateways().contains(VirtualService.MESH)) {
            spec.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "tls",
                    "TLS is passed on by servers of Gateways whose tls.mode is PASSTHROUGH, and not to names of the"
                            + " mesh");
        }
        VirtualServiceRules.check(read);
        return read;
    }

    private static Rule rule(Reader http) {
        List<Match> matches = http.objects("match", MatchReader::read);
        HeaderOperations headers = http.object("headers", HeadersReader::read);
        Rule rule = new Rule(
                http.text("name", ""),
                http.path(),
                matches,
                action(http),
                headers == null ? HeaderOperations.NONE : headers,
                http.object("fault", FaultReader::read),
                http.object("corsPolicy", CorsReader::read),
                null);
        boolean answered = !(rule.action() instanceof RuleAction.Route);
        if (rule.fault() != null && answered && !(rule.action() instanceof RuleAction.Delegated)) {
            throw http.invalid("fault", "HTTP route cannot contain both fault and redirect or directResponse");
        }
        return rule;
    }

    private static RuleAction action(Reader http) {
        Redirect redirect = http.object("redirect", RedirectReader::read);
        DirectResponse direct = http.object("directResponse", DirectResponseReader::read);
        List<Branch> branches = http.objects("route", VirtualServiceReader::branch);
        RuleAction.Route route = route(http, branches);
        boolean alone = redirect == null && direct == null && branches.isEmpty();
        RuleAction.Delegated delegated = http.object("delegate", delegate -> delegated(delegate, route));
        if (delegated != null) {
            if (!alone) {
                throw http.invalid("delegate", "root HTTP route cannot have route, redirect or directResponse");
            }
            return delegated;
        }
        int actions = (redirect == null ? 0 : 1) + (direct == null ? 0 : 1) + (branches.isEmpty() ? 0 : 1);
        if (actions != 1) {
            throw http.invalid(
                    "route", "HTTP route must have exactly one of route, redirect and directResponse, or a delegate");
        }
        if (redirect != null) {
            if (http.has("rewrite")) {
                throw http.invalid("rewrite", "HTTP route rule cannot contain both rewrite and redirect");
            }
            return new RuleAction.Redirected(redirect);
        }
        return direct != null ? new RuleAction.Direct(direct) : route;
    }

    private static RuleAction.Delegated delegated(Reader delegate, RuleAction.Route inherited) {
        String name = delegate.requiredText("name");
        if (name.isEmpty()) {
            throw delegate.invalid("name", "delegate must specify the name of a virtual service");
        }
        String namespace = delegate.text("namespace", "");
        return new RuleAction.Delegated(name, namespace.isEmpty() ? null : namespace, inherited);
    }

    private static RuleAction.Route route(Reader http, List<Branch> branches) {
        RewriteReader.Rewrites rewrite = http.object("rewrite", RewriteReader::read);
        Duration timeout = http.duration("timeout");
        if (timeout != null && timeout.toMillis() < 1) {
            throw http.invalid("timeout", "must be at least 1ms; leave it out for none");
        }
        var retries = http.object("retries", RetriesReader::read);
        List<Mirror> mirrors = MirrorReader.read(http);
        PathRewrite path = rewrite == null ? null : rewrite.path();
        String authority = rewrite == null ? null : rewrite.authority();
        return new RuleAction.Route(branches, path, authority, timeout, retries, mirrors);
    }

    private static Branch branch(Reader route) {
        HeaderOperations headers = route.object("headers", HeadersReader::read);
        return DestinationReader.branch(route, headers == null ? HeaderOperations.NONE : headers);
    }
}
