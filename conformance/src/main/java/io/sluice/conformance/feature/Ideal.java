package io.sluice.conformance.feature;

import java.util.Map;

/**
 * Shares per request that a repeated exchange is held to, instead of the recorded ones.
 *
 * @param status empty = as recorded
 * @param upstream empty = as recorded
 */
public record Ideal(Map<String, Double> status, Map<String, Double> upstream) {
    public Ideal {
        status = Map.copyOf(status);
        upstream = Map.copyOf(upstream);
    }
}
