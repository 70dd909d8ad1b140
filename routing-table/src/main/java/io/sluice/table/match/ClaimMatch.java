package io.sluice.table.match;

import java.util.List;

/**
 * A condition on a claim of a verified token ({@code @request.auth.claims…}).
 *
 * @param path names from the root of the payload downwards
 * @param inverted as in {@link HeaderMatch}
 */
public record ClaimMatch(List<String> path, StringMatch value, boolean inverted) {
    public ClaimMatch {
        path = List.copyOf(path);
    }
}
