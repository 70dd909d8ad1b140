package io.sluice.table.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens that are checked (RequestAuthentication). A request without a token passes; a bad token is 401. */
public record JwtAuthentication(List<Rule> rules) {
    public JwtAuthentication {
        rules = List.copyOf(rules);
    }

    /**
     * One issuer.
     *
     * @param audiences empty = any
     * @param headers empty, with the next two = {@code Authorization: Bearer} and the parameter {@code access_token}
     * @param forwardToken false = the token is removed before forwarding
     * @param delimitedClaims whose texts are lists, separated by blanks, to policies and routes
     * @param payloadHeader the verified payload goes here, base64url; null = nowhere
     */
    public record Rule(
            String issuer,
            List<String> audiences,
            Keys keys,
            List<TokenHeader> headers,
            List<String> parameters,
            List<String> cookies,
            boolean forwardToken,
            @Nullable String payloadHeader,
            List<ClaimHeader> claimHeaders,
            List<String> delimitedClaims) {
        public Rule {
            audiences = List.copyOf(audiences);
            headers = List.copyOf(headers);
            parameters = List.copyOf(parameters);
            cookies = List.copyOf(cookies);
            claimHeaders = List.copyOf(claimHeaders);
            delimitedClaims = List.copyOf(delimitedClaims);
        }
    }

    /** Where an issuer's keys come from. */
    public sealed interface Keys {
        /** A JSON Web Key Set that stands in the manifest. It may hold secrets, and never appears in {@link #toString}. */
        record Inline(String jwks) implements Keys {
            @Override
            public String toString() {
                return "Inline[jwks=…]";
            }
        }

        /** Fetched off the event loops and cached. */
        record Remote(URI uri, Duration timeout) implements Keys {}

        /** Found by the issuer's OpenID discovery document. */
        record Discovered(Duration timeout) implements Keys {}
    }

    /** A token behind {@code prefix} (its trailing blank included) in header {@code name}. */
    public record TokenHeader(String name, String prefix) {}

    /** A claim, by its path, that is copied into a header. */
    public record ClaimHeader(String header, List<String> claim) {
        public ClaimHeader {
            claim = List.copyOf(claim);
        }
    }
}
