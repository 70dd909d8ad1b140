package io.sluice.conformance.own;

import static io.sluice.conformance.own.Edit.ofRequests;
import static io.sluice.conformance.own.Edit.ofResponses;

import io.sluice.table.Destination;
import io.sluice.table.DirectResponse;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Listener;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Cors;
import io.sluice.table.policy.Fault;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Ways in which a rule could be wrong, each with the cases that notice. */
final class Mutations {
    private Mutations() {}

    static List<Mutation> all() {
        return Stream.of(
                        hosts(),
                        routes(),
                        conditions(),
                        destinations(),
                        rewrites(),
                        redirects(),
                        headers(),
                        policies(),
                        security())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutation> hosts() {
        return List.of(
                Mutation.of(
                        "a wildcard is preferred to an exact name",
                        Edit.hostLists(hosts -> hosts.stream()
                                .filter(host -> hosts.stream().noneMatch(other -> isCovered(host, other)))
                                .toList()),
                        "hosts/exact-before-wildcard"),
                Mutation.of(
                        "the shorter of two wildcards is preferred",
                        Edit.hostLists(Mutations::withoutLongerWildcards),
                        "hosts/longer-wildcard-first"),
                Mutation.of(
                        "a wildcard takes the bare domain too",
                        Edit.hosts(host -> named(host, domain -> switch (domain.pattern()) {
                            case HostPattern.Suffix suffix ->
                                Domain.of(new HostPattern.Exact(suffix.suffix().substring(1)));
                            case HostPattern.Exact exact -> domain;
                            case HostPattern.Address address -> domain;
                            case HostPattern.Any any -> domain;
                        })),
                        "hosts/wildcard-is-not-its-own-domain",
                        "gateways/wildcard-hostname"),
                Mutation.of(
                        "the host * is forgotten",
                        Edit.hostLists(hosts -> hosts.stream()
                                .filter(host -> !host.name().equals("*"))
                                .toList()),
                        "hosts/star-takes-the-rest"),
                Mutation.of(
                        "an unknown host falls to the first",
                        Edit.hostLists(hosts -> {
                            List<Host> more = new ArrayList<>(hosts);
                            if (hosts.stream().noneMatch(host -> host.name().equals("*"))) {
                                more.add(named(hosts.get(0), domain -> Domain.of(new HostPattern.Any())));
                            }
                            return more;
                        }),
                        "gateways/host-of-no-server",
                        "mesh/host-that-nobody-routes"),
                Mutation.of(
                        "httpsRedirect is forgotten",
                        Edit.hosts(host -> new Host(host.name(), host.domains(), host.routes(), false)),
                        "gateways/https-redirect-without-routes",
                        "gateways/redirect-of-one-gateway-holds-for-the-other"),
                Mutation.of(
                        "httpsRedirect holds for the whole port",
                        Edit.hostLists(hosts -> {
                            boolean any = hosts.stream().anyMatch(Host::httpsRedirect);
                            return hosts.stream()
                                    .map(host -> new Host(host.name(), host.domains(), host.routes(), any))
                                    .toList();
                        }),
                        "gateways/redirect-is-the-hosts-own"),
                Mutation.of(
                        "a port below 1024 is bound as it is",
                        Edit.listeners(listener -> listener.withPort(listener.declaredPort())),
                        "gateways/low-ports-are-moved"),
                Mutation.of(
                        "declared ports are forgotten once bound",
                        Edit.listeners(listener -> Listener.http(
                                listener.name(), listener.port(), listener.port(), listener.role(), hostsOf(listener))),
                        "redirects/port-of-the-listener"),
                Mutation.of(
                        "a bare name is nobody's",
                        Edit.hosts(host -> new Host(
                                host.name(),
                                host.domains().stream()
                                        .filter(domain -> !(domain.pattern() instanceof HostPattern.Exact exact
                                                && exact.name().indexOf('.') < 0))
                                        .toList(),
                                host.routes(),
                                host.httpsRedirect())),
                        "mesh/names-in-the-own-namespace"),
                Mutation.of(
                        "callers of every namespace see a name",
                        Edit.hosts(host -> named(host, domain -> Domain.of(domain.pattern()))),
                        "mesh/exported-to-one-namespace"),
                Mutation.of(
                        "a trailing dot is not understood",
                        Edit.hosts(host -> new Host(
                                host.name(),
                                host.domains().stream()
                                        .filter(domain -> !(domain.pattern() instanceof HostPattern.Exact exact
                                                && exact.name().endsWith(".")))
                                        .toList(),
                                host.routes(),
                                host.httpsRedirect())),
                        "mesh/names-in-the-own-namespace"),
                Mutation.of("no listener of the mesh", table -> role(table, Role.GATEWAY), "mesh/port-80"),
                Mutation.of("no listener of a gateway", table -> role(table, Role.MESH), "roles/both-in-one-rule"));
    }

    private static List<Mutation> routes() {
        return List.of(
                Mutation.of(
                        "route order reversed",
                        Edit.routeLists(List::reversed),
                        "routes/first-match-wins",
                        "gateways/oldest-first"),
                Mutation.of(
                        "catch-alls go first",
                        Edit.routeLists(routes -> Stream.concat(
                                        routes.stream()
                                                .filter(route -> route.match().catchAll()),
                                        routes.stream()
                                                .filter(route -> !route.match().catchAll()))
                                .toList()),
                        "gateways/catch-alls-last"),
                Mutation.of(
                        "the longest prefix goes first",
                        Edit.routeLists(routes -> routes.stream()
                                .sorted(java.util.Comparator.comparingInt(
                                        (Route route) -> -length(route.match().path())))
                                .toList()),
                        "routes/first-match-wins"),
                Mutation.of(
                        "only the first VirtualService of a host counts",
                        Edit.routeLists(routes -> routes.stream()
                                .filter(route -> route.origin()
                                        .name()
                                        .equals(routes.get(0).origin().name()))
                                .toList()),
                        "gateways/two-virtual-services-of-one-host"),
                Mutation.of(
                        "only the first match of a rule counts",
                        Edit.routeLists(routes -> routes.stream()
                                .filter(route -> !route.origin().field().contains("match[1]"))
                                .toList()),
                        "routes/matches-are-alternatives"));
    }

    private static List<Mutation> conditions() {
        return List.of(
                Mutation.of(
                        "a prefix takes whole segments alone",
                        Edit.paths(path -> path instanceof PathMatch.Prefix prefix
                                        && !prefix.path().endsWith("/")
                                ? new PathMatch.Regex(java.util.regex.Pattern.quote(prefix.path()) + "(/.*)?")
                                : path),
                        "routes/prefix-is-a-text"),
                Mutation.of(
                        "a prefix takes the whole path alone",
                        Edit.paths(path -> path instanceof PathMatch.Prefix prefix
                                ? new PathMatch.Exact(prefix.path(), prefix.ignoreCase())
                                : path),
                        "routes/prefix-is-a-text"),
                Mutation.of(
                        "an exact path is a prefix",
                        Edit.paths(path -> path instanceof PathMatch.Exact exact
                                ? new PathMatch.Prefix(exact.path(), exact.ignoreCase())
                                : path),
                        "routes/exact-is-the-whole-path",
                        "gateways/path-that-no-rule-has"),
                Mutation.of(
                        "a regex matches anywhere",
                        Edit.paths(path -> path instanceof PathMatch.Regex regex
                                ? new PathMatch.Regex(".*" + regex.pattern() + ".*")
                                : path),
                        "routes/regex-takes-the-whole-path"),
                Mutation.of(
                        "ignoreUriCase is ignored",
                        Edit.paths(path -> switch (path) {
                            case PathMatch.Exact exact -> new PathMatch.Exact(exact.path(), false);
                            case PathMatch.Prefix prefix -> new PathMatch.Prefix(prefix.path(), false);
                            case PathMatch.Regex regex -> regex;
                        }),
                        "routes/any-case"),
                Mutation.of(
                        "a header needs to be there alone",
                        Edit.headerLists(headers -> headers.stream()
                                .map(header ->
                                        new HeaderMatch(header.name(), new StringMatch.Present(), header.inverted()))
                                .toList()),
                        "routes/header-values",
                        "virtual-services/without-header-exact"),
                Mutation.of(
                        "one header of several is enough",
                        Edit.headerLists(headers -> headers.stream().limit(1).toList()),
                        "routes/all-conditions-hold"),
                Mutation.of(
                        "withoutHeaders is not looked at",
                        Edit.headerLists(headers -> headers.stream()
                                .filter(header -> !header.inverted())
                                .toList()),
                        "virtual-services/without-header-exact",
                        "virtual-services/without-header-regex"),
                Mutation.of(
                        "withoutHeaders means with headers",
                        Edit.headerLists(headers -> headers.stream()
                                .map(header -> new HeaderMatch(header.name(), header.value(), false))
                                .toList()),
                        "virtual-services/without-header-exact"),
                Mutation.of(
                        "query parameters are not looked at",
                        Edit.matches(match -> new RequestMatch(
                                match.path(),
                                match.method(),
                                match.scheme(),
                                match.authority(),
                                match.headers(),
                                List.of(),
                                match.claims(),
                                match.source())),
                        "routes/query-parameters"),
                Mutation.of(
                        "the method is not looked at",
                        Edit.matches(match -> new RequestMatch(
                                match.path(),
                                null,
                                match.scheme(),
                                match.authority(),
                                match.headers(),
                                match.query(),
                                match.claims(),
                                match.source())),
                        "routes/method"),
                Mutation.of(
                        "the authority is not looked at",
                        Edit.matches(match -> new RequestMatch(
                                match.path(),
                                match.method(),
                                match.scheme(),
                                null,
                                match.headers(),
                                match.query(),
                                match.claims(),
                                match.source())),
                        "routes/authority"),
                Mutation.of(
                        "the caller is not looked at",
                        Edit.matches(match -> new RequestMatch(
                                match.path(),
                                match.method(),
                                match.scheme(),
                                match.authority(),
                                match.headers(),
                                match.query(),
                                match.claims(),
                                null)),
                        "mesh/source-labels",
                        "mesh/source-namespace"));
    }

    private static List<Mutation> security() {
        return List.of(
                Mutation.of(
                        "claims are not looked at",
                        Edit.matches(match -> new RequestMatch(
                                match.path(),
                                match.method(),
                                match.scheme(),
                                match.authority(),
                                match.headers(),
                                match.query(),
                                List.of(),
                                match.source())),
                        "claims/without-a-value-that-is-there",
                        "claims/one-of-several-differs",
                        "claims/name-with-a-slash-another-value"),
                Mutation.of(
                        "nobody looks at tokens",
                        Edit.listeners(listener -> listener.withPolicies(ListenerPolicies.NONE)),
                        "claims/nested-claim",
                        "claims/expired-token"),
                Mutation.of(
                        "nobody is asked",
                        Edit.listeners(listener -> listener.withPolicies(new ListenerPolicies(
                                null,
                                new Authorization(
                                        List.of(),
                                        listener.policies().authorization().deny(),
                                        listener.policies().authorization().allow())))),
                        "external-authorizers/two-policies-of-one-provider"),
                Mutation.of(
                        "what several providers match is let through",
                        Edit.listeners(listener -> listener.withPolicies(new ListenerPolicies(
                                null,
                                new Authorization(
                                        listener.policies().authorization().custom(), List.of(), List.of())))),
                        "external-authorizers/two-providers-refuse-what-either-matches"),
                Mutation.of(
                        "a client's word about its certificate is believed",
                        Edit.options(options -> new HttpOptions(
                                options.paths(),
                                options.trustedProxies(),
                                passing(options.headers(), HttpOptions.ClientCertificate.PASS))),
                        "external-authorizers/a-client-cannot-say-who-its-certificate-shows"));
    }

    private static HttpOptions.ProxyHeaders passing(
            HttpOptions.ProxyHeaders headers, HttpOptions.ClientCertificate mode) {
        return new HttpOptions.ProxyHeaders(
                headers.server(),
                headers.requestId(),
                headers.attemptCount(),
                headers.debugHeaders(),
                headers.forwardedHost(),
                mode);
    }

    private static List<Mutation> destinations() {
        return List.of(
                Mutation.of(
                        "weights swapped",
                        Edit.splits(split -> {
                            List<Destination> all = split.destinations();
                            List<Destination> swapped = new ArrayList<>();
                            for (int i = 0; i < all.size(); i++) {
                                swapped.add(weighing(
                                        all.get(i), all.get(all.size() - 1 - i).weight()));
                            }
                            return new Split(swapped);
                        }),
                        "virtual-services/shifting-80-20",
                        "routes/weights"),
                Mutation.of(
                        "all destinations weigh the same",
                        Edit.splits(split -> new Split(split.destinations().stream()
                                .map(destination -> weighing(destination, 1))
                                .toList())),
                        "routes/weights"),
                Mutation.of(
                        "the first destination takes all",
                        Edit.splits(
                                split -> new Split(List.of(split.destinations().get(0)))),
                        "virtual-services/shifting-80-20"),
                Mutation.of(
                        "subsets are ignored",
                        Edit.splits(split -> new Split(split.destinations().stream()
                                .map(destination -> leadingTo(destination, withoutSubset(destination.cluster())))
                                .toList())),
                        "routes/subset"),
                Mutation.of(
                        "a destination's port is the first of its Service",
                        Edit.splits(split -> new Split(split.destinations().stream()
                                .map(destination -> leadingTo(
                                        destination, destination.cluster().replace("|8080|", "|80|")))
                                .toList())),
                        "mesh/port-follows-the-listener",
                        "routes/destination-port"),
                Mutation.of(
                        "shadows are forgotten",
                        Edit.forwards(forward -> shadowing(forward, List.of())),
                        "mirrors/one",
                        "mirrors/lists"),
                Mutation.of(
                        "only the first shadow is made",
                        Edit.forwards(forward -> shadowing(
                                forward, forward.shadows().stream().limit(1).toList())),
                        "mirrors/lists"),
                Mutation.of(
                        "every request is shadowed",
                        Edit.forwards(forward -> shadowing(
                                forward,
                                forward.shadows().stream()
                                        .map(shadow -> new Shadow(shadow.cluster(), Fraction.ALL))
                                        .toList())),
                        "mirrors/percentages"),
                Mutation.of(
                        "the timeout is forgotten",
                        Edit.forwards(forward -> new Forward(
                                forward.split(), forward.rewrite(), null, forward.retry(), forward.shadows())),
                        "routes/timeout"),
                Mutation.of(
                        "retries are always the mesh's",
                        Edit.forwards(forward -> new Forward(
                                forward.split(),
                                forward.rewrite(),
                                forward.timeout(),
                                RetryPolicy.ISTIO_DEFAULT,
                                forward.shadows())),
                        "retries/fields",
                        "retries/none"),
                Mutation.of(
                        "nobody retries by default",
                        Edit.forwards(forward -> new Forward(
                                forward.split(),
                                forward.rewrite(),
                                forward.timeout(),
                                RetryPolicy.NEVER,
                                forward.shadows())),
                        "retries/default"));
    }

    private static List<Mutation> rewrites() {
        return List.of(
                Mutation.of(
                        "a prefix rewrite replaces the whole path",
                        rewrites(rewrite -> rewrite.path() instanceof PathRewrite.ReplacePrefix prefix
                                ? new Rewrite(new PathRewrite.ReplaceAll(prefix.replacement()), rewrite.authority())
                                : rewrite),
                        "rewrites/prefix"),
                Mutation.of(
                        "the path is not rewritten",
                        rewrites(rewrite -> new Rewrite(null, rewrite.authority())),
                        "rewrites/whole-path",
                        "rewrites/prefix"),
                Mutation.of(
                        "uriRegexRewrite keeps no groups",
                        rewrites(rewrite -> rewrite.path() instanceof PathRewrite.ReplaceRegex regex
                                ? new Rewrite(
                                        new PathRewrite.ReplaceRegex(
                                                regex.pattern(),
                                                regex.substitution().replaceAll("\\\\[0-9]", "")),
                                        rewrite.authority())
                                : rewrite),
                        "rewrites/regex"),
                Mutation.of(
                        "the authority is not rewritten",
                        rewrites(rewrite -> new Rewrite(rewrite.path(), null)),
                        "rewrites/authority",
                        "virtual-services/rewrite-authority"));
    }

    private static List<Mutation> redirects() {
        return List.of(
                Mutation.of(
                        "derivePort is ignored",
                        Edit.redirects(redirect -> redirect(redirect, new Redirect.Port.AsRequested())),
                        "redirects/port-of-the-listener",
                        "virtual-services/redirect-port-and-scheme"),
                Mutation.of(
                        "every redirect names the listener's port",
                        Edit.redirects(redirect -> redirect(redirect, new Redirect.Port.OfListener())),
                        "redirects/fixed-port",
                        "redirects/own-port-of-the-scheme"),
                Mutation.of(
                        "every redirect is a 301",
                        Edit.redirects(redirect -> new Redirect(
                                301, redirect.scheme(), redirect.authority(), redirect.port(), redirect.path())),
                        "redirects/codes"),
                Mutation.of(
                        "a redirect keeps the scheme",
                        Edit.redirects(redirect -> new Redirect(
                                redirect.status(), null, redirect.authority(), redirect.port(), redirect.path())),
                        "redirects/scheme"),
                Mutation.of(
                        "a redirect keeps the host",
                        Edit.redirects(redirect -> new Redirect(
                                redirect.status(), redirect.scheme(), null, redirect.port(), redirect.path())),
                        "redirects/authority"),
                Mutation.of(
                        "a redirect keeps the path",
                        Edit.redirects(redirect -> new Redirect(
                                redirect.status(), redirect.scheme(), redirect.authority(), redirect.port(), null)),
                        "redirects/path"),
                Mutation.of(
                        "a direct response has no body",
                        Edit.responses(response -> new DirectResponse(response.status(), "")),
                        "direct-responses/text",
                        "direct-responses/bytes"),
                Mutation.of(
                        "bytes are sent as manifests write them",
                        Edit.responses(response -> response.body() instanceof DirectResponse.Body.Base64 bytes
                                ? new DirectResponse(response.status(), bytes.encoded())
                                : response),
                        "direct-responses/bytes"),
                Mutation.of(
                        "every direct response is a 200",
                        Edit.responses(response -> new DirectResponse(200, response.body())),
                        "direct-responses/status"));
    }

    private static List<Mutation> headers() {
        return List.of(
                Mutation.of(
                        "set adds",
                        Edit.routeHeaders(ofRequests(edits -> new Edits(
                                edits.remove(), List.of(), both(edits.set(), edits.add()), edits.authority()))),
                        "headers/set-replaces"),
                Mutation.of(
                        "add sets",
                        Edit.routeHeaders(ofRequests(edits -> new Edits(
                                edits.remove(), both(edits.set(), edits.add()), List.of(), edits.authority()))),
                        "headers/add-joins"),
                Mutation.of(
                        "headers are set before others are removed",
                        Edit.routeHeaders(ofRequests(edits -> new Edits(
                                edits.remove(),
                                edits.set().stream()
                                        .filter(field -> !edits.remove().contains(field.name()))
                                        .toList(),
                                edits.add(),
                                edits.authority()))),
                        "headers/removed-before-set"),
                Mutation.of(
                        "nothing is removed",
                        Edit.routeHeaders(
                                ofRequests(edits -> new Edits(List.of(), edits.set(), edits.add(), edits.authority()))),
                        "headers/remove"),
                Mutation.of(
                        "operations of a destination are forgotten",
                        Edit.splits(split -> new Split(split.destinations().stream()
                                .map(destination -> with(destination, HeaderOperations.NONE))
                                .toList())),
                        "virtual-services/host-of-a-destination",
                        "headers/destination-sets-after-the-route"),
                Mutation.of(
                        "operations of a route are forgotten",
                        Edit.routeHeaders(operations -> HeaderOperations.NONE),
                        "virtual-services/added-header",
                        "virtual-services/host-of-the-route-before-destinations"),
                Mutation.of(
                        "operations on responses are forgotten",
                        Edit.routeHeaders(ofResponses(edits -> Edits.NONE)),
                        "headers/response"));
    }

    private static List<Mutation> policies() {
        return List.of(
                Mutation.of(
                        "aborts are forgotten", Edit.faults(fault -> new Fault(fault.delay(), null)), "faults/abort"),
                Mutation.of(
                        "delays are forgotten", Edit.faults(fault -> new Fault(null, fault.abort())), "faults/delay"),
                Mutation.of(
                        "an abort takes every request",
                        Edit.faults(fault -> new Fault(
                                fault.delay(),
                                fault.abort() == null
                                        ? null
                                        : new Fault.Abort(fault.abort().answer(), Fraction.ALL))),
                        "faults/share",
                        "faults/no-percentage"),
                Mutation.of(
                        "cross-origin rules are forgotten", Edit.cors(cors -> null), "cors/preflight", "cors/simple"),
                Mutation.of(
                        "every origin is allowed",
                        Edit.cors(cors -> new Cors(
                                List.of(new StringMatch.Regex(".*")),
                                cors.allowMethods(),
                                cors.allowHeaders(),
                                cors.exposeHeaders(),
                                cors.maxAge(),
                                cors.allowCredentials(),
                                cors.forwardUnmatchedPreflights())),
                        "cors/other-origin"),
                Mutation.of(
                        "credentials are never allowed",
                        Edit.cors(cors -> new Cors(
                                cors.allowOrigins(),
                                cors.allowMethods(),
                                cors.allowHeaders(),
                                cors.exposeHeaders(),
                                cors.maxAge(),
                                false,
                                cors.forwardUnmatchedPreflights())),
                        "cors/simple"),
                Mutation.of(
                        "preflights are remembered for a second",
                        Edit.cors(cors -> new Cors(
                                cors.allowOrigins(),
                                cors.allowMethods(),
                                cors.allowHeaders(),
                                cors.exposeHeaders(),
                                Duration.ofSeconds(1),
                                cors.allowCredentials(),
                                cors.forwardUnmatchedPreflights())),
                        "cors/preflight"),
                Mutation.of(
                        "paths stay as they are",
                        Edit.options(options -> normalizing(options, PathNormalization.NONE)),
                        "paths/base",
                        "paths/merge-slashes",
                        "paths/decode-and-merge-slashes"),
                Mutation.of(
                        "paths are normalised as by default",
                        Edit.options(options -> normalizing(options, PathNormalization.BASE)),
                        "paths/none",
                        "paths/merge-slashes",
                        "paths/decode-and-merge-slashes"),
                Mutation.of(
                        "encoded slashes stay encoded",
                        Edit.options(options -> normalizing(options, PathNormalization.MERGE_SLASHES)),
                        "paths/decode-and-merge-slashes"));
    }

    private static boolean isCovered(Host exact, Host wildcard) {
        return exact.domains().get(0).pattern() instanceof HostPattern.Exact name
                && wildcard.domains().get(0).pattern() instanceof HostPattern.Suffix suffix
                && name.name().endsWith(suffix.suffix());
    }

    private static List<Host> withoutLongerWildcards(List<Host> hosts) {
        return hosts.stream()
                .filter(host -> !(host.domains().get(0).pattern() instanceof HostPattern.Suffix longer)
                        || hosts.stream()
                                .noneMatch(
                                        other -> other.domains().get(0).pattern() instanceof HostPattern.Suffix shorter
                                                && !shorter.equals(longer)
                                                && longer.suffix().endsWith(shorter.suffix())))
                .toList();
    }

    private static Host named(Host host, UnaryOperator<Domain> change) {
        return new Host(
                host.name(),
                host.domains().stream().map(change).distinct().toList(),
                host.routes(),
                host.httpsRedirect());
    }

    private static List<Host> hostsOf(Listener listener) {
        return switch (listener.traffic()) {
            case io.sluice.table.Traffic.Http http -> http.hosts();
            case io.sluice.table.Traffic.Passthrough passthrough -> List.of();
        };
    }

    private static RoutingTable role(RoutingTable table, Role role) {
        return new RoutingTable(
                table.listeners().stream()
                        .filter(listener -> listener.role() == role)
                        .toList(),
                table.clusters(),
                table.workloadPolicies());
    }

    private static int length(PathMatch path) {
        return switch (path) {
            case PathMatch.Exact exact -> exact.path().length();
            case PathMatch.Prefix prefix -> prefix.path().length();
            case PathMatch.Regex regex -> 0;
        };
    }

    private static Destination weighing(Destination destination, int weight) {
        return new Destination(destination.cluster(), weight, destination.headers(), destination.hashKeys());
    }

    private static Destination leadingTo(Destination destination, String cluster) {
        return new Destination(cluster, destination.weight(), destination.headers(), destination.hashKeys());
    }

    private static Destination with(Destination destination, HeaderOperations headers) {
        return new Destination(destination.cluster(), destination.weight(), headers, destination.hashKeys());
    }

    private static String withoutSubset(String cluster) {
        String[] parts = cluster.split("\\|", -1);
        return Cluster.nameOf(Integer.parseInt(parts[1]), "", parts[3]);
    }

    private static Forward shadowing(Forward forward, List<Shadow> shadows) {
        return new Forward(forward.split(), forward.rewrite(), forward.timeout(), forward.retry(), shadows);
    }

    private static UnaryOperator<RoutingTable> rewrites(UnaryOperator<Rewrite> change) {
        return Edit.forwards(forward -> new Forward(
                forward.split(),
                change.apply(forward.rewrite()),
                forward.timeout(),
                forward.retry(),
                forward.shadows()));
    }

    private static Redirect redirect(Redirect redirect, Redirect.Port port) {
        return new Redirect(redirect.status(), redirect.scheme(), redirect.authority(), port, redirect.path());
    }

    private static List<Field> both(List<Field> first, List<Field> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static HttpOptions normalizing(HttpOptions options, PathNormalization paths) {
        return new HttpOptions(paths, options.trustedProxies(), options.headers(), options.maxConnectionAge());
    }
}
