package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.admin.Page.Answer;
import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Inspection;
import io.sluice.router.explain.Json;
import io.sluice.router.explain.Question;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is served, and why a request goes where it goes: {@code /v1/…}, as JSON, errors too. Nothing secret is among it, yet
 * it is a map of the house: without a token it is for loopback alone, and only under a name of loopback, so that a page in
 * somebody's browser cannot ask through a name that it made point here.
 */
final class Inspector {
    private static final String BEARER = "Bearer ";

    private final Explainer explainer;
    private final Supplier<String> problems;
    private final byte @Nullable [] token;

    /**
     * @param problems as JSON
     * @param token null = loopback alone
     */
    Inspector(Explainer explainer, Supplier<String> problems, @Nullable String token) {
        this.explainer = explainer;
        this.problems = problems;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    Map<String, Page> pages() {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/v1/routes", guarded(asked -> table(Inspection::routes)));
        pages.put("/v1/clusters", guarded(asked -> table(Inspection::clusters)));
        pages.put("/v1/endpoints", guarded(asked -> table(Inspection::endpointRows)));
        pages.put("/v1/problems", guarded(asked -> Answer.json(problems.get())));
        pages.put("/v1/explain", guarded(this::explain));
        return pages;
    }

    private Answer table(Function<Inspection, List<?>> rows) {
        return Answer.json(Json.of(rows.apply(explainer.inspect())));
    }

    /** {@code method}, {@code url}, any number of {@code header=name:value}, and {@code from}, a caller's address. */
    private Answer explain(HttpExchange asked) {
        Map<String, List<String>> parameters = parameters(asked.getRequestURI().getRawQuery());
        String url = first(parameters, "url", "");
        if (url.isEmpty()) {
            return error(400, "say which request: /v1/explain?method=GET&url=http://host:port/path&header=name:value");
        }
        try {
            Question question = Question.of(
                    first(parameters, "method", "GET"),
                    url,
                    parameters.getOrDefault("header", List.of()),
                    first(parameters, "from", ""));
            return Answer.json(Json.of(explainer.explain(question)));
        } catch (IllegalArgumentException unclear) {
            return error(400, String.valueOf(unclear.getMessage()));
        }
    }

    private static String first(Map<String, List<String>> parameters, String name, String otherwise) {
        return parameters.getOrDefault(name, List.of(otherwise)).get(0);
    }

    /** @throws IllegalArgumentException if a percent-encoding is broken */
    private static Map<String, List<String>> parameters(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(pair.substring(0, equals), absent -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private Page guarded(Page page) {
        return asked -> {
            String refusal = refusal(asked);
            return refusal == null ? page.answer(asked) : error(token == null ? 403 : 401, refusal);
        };
    }

    /** Why not; null if one may. */
    private @Nullable String refusal(HttpExchange asked) {
        if (token != null) {
            String given = asked.getRequestHeaders().getFirst("authorization");
            boolean right = given != null
                    && given.startsWith(BEARER)
                    && MessageDigest.isEqual(
                            token, given.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
            return right ? null : "inspection wants the token: authorization: Bearer …";
        }
        InetAddress peer = asked.getRemoteAddress().getAddress();
        if (peer == null || !peer.isLoopbackAddress()) {
            return "inspection is for loopback alone unless the router is started with --inspect-token-file";
        }
        return namesLoopback(asked.getRequestHeaders().getFirst("host"))
                ? null
                : "without a token, inspection is asked as localhost or by an address";
    }

    private static boolean namesLoopback(@Nullable String host) {
        return host == null || host.matches("(localhost|[0-9.]+|\\[[0-9a-fA-F:.]+])(:[0-9]*)?");
    }

    private static Answer error(int status, String sentence) {
        return new Answer(status, "application/json", Json.error(sentence));
    }
}
