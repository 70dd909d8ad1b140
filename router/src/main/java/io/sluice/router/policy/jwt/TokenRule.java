package io.sluice.router.policy.jwt;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.JwtAuthentication.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of one issuer, in the places of one rule. Immutable, but for the keys. */
final class TokenRule {
    /** How far clocks may differ. */
    private static final long SKEW_SECONDS = 60;

    private final String issuer;
    private final Set<String> audiences;
    private final KeySource source;
    private final TokenPlaces places;
    private final boolean forwards;
    private final byte @Nullable [] payloadHeader;
    private final List<ClaimHeader> claimHeaders = new ArrayList<>();
    private final Set<String> delimited;

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record ClaimHeader(byte[] name, List<String> claim) {}

    TokenRule(Rule rule, KeySource source) {
        this.source = source;
        issuer = rule.issuer();
        audiences = new HashSet<>();
        rule.audiences().forEach(audience -> audiences.add(bare(audience)));
        places = new TokenPlaces(rule);
        forwards = rule.forwardToken();
        String header = rule.payloadHeader();
        payloadHeader = header == null ? null : Ascii.bytes(header.toLowerCase(Locale.ROOT));
        rule.claimHeaders()
                .forEach(claim -> claimHeaders.add(
                        new ClaimHeader(Ascii.bytes(claim.header().toLowerCase(Locale.ROOT)), claim.claim())));
        delimited = Set.copyOf(rule.delimitedClaims());
    }

    /** Audiences are compared without scheme and last slash. */
    private static String bare(String audience) {
        String name = audience.startsWith("https://")
                ? audience.substring("https://".length())
                : audience.startsWith("http://") ? audience.substring("http://".length()) : audience;
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    String issuer() {
        return issuer;
    }

    boolean lacksKeys() {
        return source.keys() == KeySet.UNKNOWN;
    }

    List<String> tokens(RequestHead head) {
        return places.tokens(head);
    }

    /** How a token was found. */
    sealed interface Finding {
        record Good(Verified token) implements Finding {}

        record Bad(TokenError error) implements Finding {}
    }

    /** In Envoy's order: form, issuer, time, audience, signature. */
    Finding check(String text, TokenCache cache, long nowSeconds) {
        KeySet keys = source.keys();
        Verified known = cache.get(text, this, keys);
        if (known != null) {
            TokenError late = untimely(known.notBefore(), known.expires(), nowSeconds);
            if (late != null) {
                cache.remove(text, this);
                return new Finding.Bad(late);
            }
            return new Finding.Good(known);
        }
        Token token;
        try {
            token = Token.parse(text);
        } catch (Token.Malformed malformed) {
            return new Finding.Bad(malformed.error());
        }
        TokenError error = token.issuer().equals(issuer)
                ? untimely(token.notBefore(), token.expires(), nowSeconds)
                : TokenError.UNKNOWN_ISSUER;
        if (error == null && !audienceFits(token)) {
            error = TokenError.AUDIENCE;
        }
        if (error == null) {
            error = keys.verify(token);
            if (error == TokenError.NO_KEY) {
                source.missed();
            }
        }
        if (error != null) {
            return new Finding.Bad(error);
        }
        Verified verified = new Verified(
                new Claims(token.payload(), delimited), token.notBefore(), token.expires(), token.payloadText());
        cache.put(text, this, keys, verified);
        return new Finding.Good(verified);
    }

    private static @Nullable TokenError untimely(long notBefore, long expires, long nowSeconds) {
        if (nowSeconds + SKEW_SECONDS < notBefore) {
            return TokenError.NOT_YET_VALID;
        }
        return expires < nowSeconds - SKEW_SECONDS ? TokenError.EXPIRED : null;
    }

    private boolean audienceFits(Token token) {
        return audiences.isEmpty()
                || token.audiences().stream().map(TokenRule::bare).anyMatch(audiences::contains);
    }

    /** Headers that tell of a token are the router's to write: a client's own are removed, whatever follows. */
    void sanitize(HeaderBlock fields) {
        if (payloadHeader != null) {
            remove(fields, payloadHeader);
        }
        for (ClaimHeader header : claimHeaders) {
            remove(fields, header.name());
        }
    }

    private static void remove(HeaderBlock fields, byte[] name) {
        for (int line = fields.next(name, -1); line >= 0; line = fields.next(name, line)) {
            fields.remove(line);
        }
    }

    /** What the request is given of its token, and what is taken off it. */
    void apply(Verified token, RequestHead head) {
        HeaderBlock fields = head.fields();
        if (!forwards) {
            places.remove(head);
        }
        if (payloadHeader != null) {
            fields.add(payloadHeader, Ascii.bytes(token.payloadText()));
        }
        for (ClaimHeader header : claimHeaders) {
            byte[] value = ClaimValue.of(token.claims().raw(header.claim()));
            if (value != null) {
                fields.add(header.name(), value);
            }
        }
    }
}
