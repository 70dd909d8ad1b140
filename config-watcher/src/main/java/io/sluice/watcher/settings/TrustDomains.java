package io.sluice.watcher.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whose identities are the mesh's own (istio.md §4.3): a policy that names one of its trust domains means all of them, so that neither a
 * mesh that was renamed nor two that were joined need other policies.
 *
 * @param own the mesh's
 * @param aliases what it was called before, or is called elsewhere
 */
public record TrustDomains(String own, List<String> aliases) {
    /** Istio's default, and what policies may write for the mesh's own trust domain whatever that is. */
    private static final String LOCAL = "cluster.local";

    private static final int PARTS = 5;

    public static final TrustDomains DEFAULT = new TrustDomains(LOCAL, List.of());

    public TrustDomains {
        aliases = List.copyOf(aliases);
    }

    /** Principals as a policy writes them, each in every trust domain that it means. */
    public List<String> expand(List<String> principals) {
        return principals.stream().flatMap(this::expand).distinct().toList();
    }

    private Stream<String> expand(String principal) {
        int slash = principal.indexOf('/');
        String domain = slash < 0 ? principal : principal.substring(0, slash);
        // One without all its parts, or of any domain, is a pattern that does not speak of a trust domain.
        if (principal.split("/", -1).length != PARTS
                || domain.equals("*")
                || !(domain.equals(LOCAL) || all().anyMatch(known -> fits(domain, known)))) {
            return Stream.of(principal);
        }
        return all().map(known -> fits(domain, known) ? principal : known + principal.substring(slash));
    }

    /** The mesh's own first. */
    public Stream<String> all() {
        return Stream.concat(Stream.of(own), aliases.stream());
    }

    /** Exact, or {@code *suffix}. */
    private static boolean fits(String domain, String known) {
        return domain.startsWith("*") ? known.endsWith(domain.substring(1)) : known.equals(domain);
    }
}
