package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.explain.Json;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may inspect. Nothing secret is told, yet it is a map of the house: without a token it is for loopback alone, and only under a name
 * of loopback, so that a page in somebody's browser cannot ask through a name that it made point here; nor may a page of another site ask
 * at all.
 */
final class Guard {
    private static final String BEARER = "Bearer ";

    private final byte @Nullable [] token;

    /** @param token null = loopback alone */
    Guard(@Nullable String token) {
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    Page data(Page page) {
        return asked -> {
            String refusal = refusal(asked);
            return refusal == null ? page.answer(asked) : refused(token == null ? 403 : 401, refusal);
        };
    }

    /** What is the same for everybody: a browser that opens it has no token yet. */
    Page pictures(Page page) {
        return asked -> {
            String refusal = token == null ? elsewhere(asked) : null;
            return refusal == null ? page.answer(asked) : refused(403, refusal);
        };
    }

    private static Answer refused(int status, String sentence) {
        return Answer.json(status, Json.error(sentence));
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
        String site = asked.getRequestHeaders().getFirst("sec-fetch-site");
        return site == null || site.equals("same-origin") || site.equals("none")
                ? elsewhere(asked)
                : "inspection is not for pages of other sites";
    }

    private static @Nullable String elsewhere(HttpExchange asked) {
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
}
