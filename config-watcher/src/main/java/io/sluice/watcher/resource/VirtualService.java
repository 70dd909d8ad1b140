package io.sluice.watcher.resource;

import io.sluice.table.DirectResponse;
import io.sluice.table.Fraction;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.match.ClaimMatch;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.Cors;
import io.sluice.table.policy.Fault;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Istio VirtualService, as far as it speaks of HTTP and of TLS that is not opened.
 *
 * @param gateways as written; {@code [mesh]} if the manifest has none
 * @param exportTo empty = everywhere
 */
public record VirtualService(
        Meta meta, List<String> hosts, List<String> gateways, List<String> exportTo, List<Rule> http, List<TlsRule> tls)
        implements Resource {
    public static final String MESH = "mesh";

    public VirtualService {
        hosts = List.copyOf(hosts);
        gateways = List.copyOf(gateways);
        exportTo = List.copyOf(exportTo);
        http = List.copyOf(http);
        tls = List.copyOf(tls);
    }

    /** Whether it holds rules for others to delegate to, and none of its own. */
    public boolean delegate() {
        return hosts.isEmpty();
    }

    /**
     * An entry of {@code http}.
     *
     * @param name empty for none
     * @param matches empty = everything
     * @param fault null for none; likewise the next
     * @param writtenIn the delegate that it was written in; null = the VirtualService that holds it
     */
    public record Rule(
            String name,
            String path,
            List<Match> matches,
            RuleAction action,
            HeaderOperations headers,
            @Nullable Fault fault,
            @Nullable Cors cors,
            @Nullable Meta writtenIn) {
        public Rule {
            matches = List.copyOf(matches);
        }

        /** Without fault and CORS, written where it stands. */
        public Rule(String name, String path, List<Match> matches, RuleAction action, HeaderOperations headers) {
            this(name, path, matches, action, headers, null, null, null);
        }
    }

    /** An entry of {@code tls}: branches have neither headers nor anything else of HTTP. */
    public record TlsRule(String path, List<TlsMatch> matches, List<Branch> branches) {
        public TlsRule {
            matches = List.copyOf(matches);
            branches = List.copyOf(branches);
        }
    }

    /**
     * An entry of its {@code match}.
     *
     * @param port null = any listener
     * @param gateways empty = as the VirtualService says
     */
    public record TlsMatch(List<String> sniHosts, @Nullable Integer port, List<String> gateways) {
        public TlsMatch {
            sniHosts = List.copyOf(sniHosts);
            gateways = List.copyOf(gateways);
        }
    }

    /** What a rule does. */
    public sealed interface RuleAction {
        record Route(
                List<Branch> branches,
                @Nullable PathRewrite path,
                @Nullable String authority,
                @Nullable Duration timeout,
                @Nullable RetryPolicy retries,
                List<Mirror> mirrors)
                implements RuleAction {
            public Route {
                branches = List.copyOf(branches);
                mirrors = List.copyOf(mirrors);
            }
        }

        record Redirected(Redirect redirect) implements RuleAction {}

        record Direct(DirectResponse response) implements RuleAction {}

        /**
         * What the rules of another VirtualService do.
         *
         * @param namespace null = the own one
         * @param inherited what they take from here where they say nothing; without branches
         */
        record Delegated(String name, @Nullable String namespace, Route inherited) implements RuleAction {}
    }

    /**
     * An entry of {@code route}.
     *
     * @param port null = the service's only port, else the listener's
     * @param subset empty for none
     */
    public record Branch(
            String host, @Nullable Integer port, String subset, int weight, HeaderOperations headers, String path) {}

    /**
     * {@code mirror}, or an entry of {@code mirrors}.
     *
     * @param port as of a branch
     * @param subset empty for none
     */
    public record Mirror(String host, @Nullable Integer port, String subset, Fraction share, String path) {
        public Mirror withShare(Fraction other) {
            return new Mirror(host, port, subset, other, path);
        }
    }

    /**
     * An entry of {@code match}.
     *
     * @param uri null = any path
     * @param port null = any listener
     * @param gateways empty = as the VirtualService says
     * @param sourceNamespace null = any
     */
    public record Match(
            String name,
            @Nullable PathMatch uri,
            @Nullable StringMatch method,
            @Nullable StringMatch scheme,
            @Nullable StringMatch authority,
            List<HeaderMatch> headers,
            List<QueryMatch> query,
            List<ClaimMatch> claims,
            @Nullable Integer port,
            List<String> gateways,
            @Nullable String sourceNamespace,
            Map<String, String> sourceLabels) {
        public Match {
            headers = List.copyOf(headers);
            query = List.copyOf(query);
            claims = List.copyOf(claims);
            gateways = List.copyOf(gateways);
            sourceLabels = Map.copyOf(sourceLabels);
        }
    }
}
