package io.sluice.router.policy;

/**
 * What one policy says of a request, for people. No token and nothing of one is in it.
 *
 * @param kind {@code token}, {@code custom}, {@code deny} or {@code allow}; {@code dry-run …} and {@code audit} refuse nobody
 * @param policy {@code ns[x]-policy[y]}, and {@code -rule[i]} where one of its rules decides; of tokens the issuer
 * @param says {@code allows}, {@code denies}, …
 */
public record Judgement(String kind, String policy, String says) {
    static Judgement trial(String kind, String policy, String says) {
        return new Judgement(kind.equals("audit") ? kind : "dry-run " + kind, policy, says);
    }
}
