package io.sluice.watcher.admission.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.table.policy.JwtAuthentication.ClaimHeader;
import io.sluice.table.policy.JwtAuthentication.Keys;
import io.sluice.table.policy.JwtAuthentication.Rule;
import io.sluice.table.policy.JwtAuthentication.TokenHeader;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.RequestAuthentication;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a RequestAuthentication (istio.md §4.2). */
public final class RequestAuthenticationReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9_]+");

    private RequestAuthenticationReader() {}

    /** @param spec null if there is none */
    public static RequestAuthentication read(Meta meta, @Nullable Reader spec) {
        if (spec == null) {
            return new RequestAuthentication(meta, Selection.NONE.labels(), false, List.of());
        }
        Selection selection = Selection.read(spec);
        List<Rule> rules = spec.objects("jwtRules", RequestAuthenticationReader::rule);
        return new RequestAuthentication(meta, selection.labels(), selection.attached(), rules);
    }

    private static Rule rule(Reader rule) {
        String issuer = rule.text("issuer", "");
        if (issuer.isEmpty()) {
            throw rule.refused("issuer", "issuer cannot be empty");
        }
        List<String> delimited = new ArrayList<>(List.of("scope", "permission"));
        delimited.addAll(filled(rule, "spaceDelimitedClaims"));
        String payloadHeader = rule.text("outputPayloadToHeader", "");
        if (!payloadHeader.isEmpty() && !HEADER.matcher(payloadHeader).matches()) {
            throw rule.refused("outputPayloadToHeader", "is no name of a header");
        }
        return new Rule(
                issuer,
                filled(rule, "audiences"),
                keys(rule),
                rule.objects("fromHeaders", RequestAuthenticationReader::tokenHeader),
                filled(rule, "fromParams"),
                filled(rule, "fromCookies"),
                rule.bool("forwardOriginalToken", false),
                payloadHeader.isEmpty() ? null : payloadHeader,
                rule.objects("outputClaimToHeaders", RequestAuthenticationReader::claimHeader),
                delimited);
    }

    private static List<String> filled(Reader rule, String field) {
        List<String> texts = rule.texts(field);
        if (texts.contains("")) {
            throw rule.refused(field, "must not have an empty value");
        }
        return texts;
    }

    private static TokenHeader tokenHeader(Reader header) {
        String name = header.text("name", "");
        if (name.isEmpty()) {
            throw header.refused("name", "location header name must be non-empty string");
        }
        return new TokenHeader(name, header.text("prefix", ""));
    }

    private static ClaimHeader claimHeader(Reader output) {
        String header = output.text("header", "");
        String claim = output.text("claim", "");
        if (!HEADER.matcher(header).matches()) {
            throw output.refused(
                    "header", "outputClaimToHeaders must have a header that is a name of letters and digits");
        }
        if (claim.isEmpty()) {
            throw output.refused("claim", "outputClaimToHeaders claim value must be non-empty string");
        }
        return new ClaimHeader(header, List.of(claim.split("\\.", -1)));
    }

    /** Keys in the manifest win over those that are to be fetched. */
    private static Keys keys(Reader rule) {
        String inline = rule.text("jwks", "");
        String uri = rule.text("jwksUri", "");
        Duration timeout = rule.duration("timeout");
        Duration limit = timeout == null ? DEFAULT_TIMEOUT : timeout;
        if (limit.toMillis() < 1) {
            throw rule.refused("timeout", "duration must be greater than 1ms");
        }
        URI where = uri.isEmpty() ? null : uri(rule, uri);
        if (!inline.isEmpty()) {
            if (!isKeySet(inline)) {
                throw rule.refused("jwks", "jwks parse error: it is no set of keys");
            }
            return new Keys.Inline(inline);
        }
        return where == null ? new Keys.Discovered(limit) : new Keys.Remote(where, limit);
    }

    private static URI uri(Reader rule, String text) {
        try {
            URI uri = new URI(text);
            boolean plain = "http".equals(uri.getScheme());
            if (uri.getUserInfo() != null) {
                throw rule.refused("jwksUri", "names a user, and keys are asked for without credentials");
            }
            if (uri.getHost() == null || !(plain || "https".equals(uri.getScheme()))) {
                throw rule.refused("jwksUri", quoted(text) + "is no http or https address");
            }
            if (plain) {
                rule.problem(
                        Severity.NOTICE,
                        Code.POLICY_TRAP,
                        "jwksUri",
                        "is fetched in plaintext: whoever stands between can replace the keys; use https");
            }
            return uri;
        } catch (URISyntaxException malformed) {
            throw rule.refused("jwksUri", quoted(text) + "is no address");
        }
    }

    /** What may name a user is not repeated: a password stands behind it. */
    private static String quoted(String text) {
        return text.contains("@") ? "" : "\"" + text + "\" ";
    }

    private static boolean isKeySet(String text) {
        try {
            JsonNode set = JSON.readTree(text);
            return set != null
                    && set.path("keys").isArray()
                    && !set.path("keys").isEmpty();
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }
}
