package io.sluice.watcher.admission.http;

import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.watcher.admission.field.Reader;
import org.jspecify.annotations.Nullable;

/** Reads {@code redirect} (istio.md §1.5). */
final class RedirectReader {
    private RedirectReader() {}

    static Redirect read(Reader redirect) {
        int code = redirect.integer("redirectCode", 301);
        String scheme = textOrNull(redirect, "scheme");
        String authority = textOrNull(redirect, "authority");
        String uri = textOrNull(redirect, "uri");
        Redirect.Port port = port(redirect);
        int status = code == 0 ? 301 : code;
        switch (status) {
            case 301, 302, 303, 307, 308 -> {}
            default -> throw redirect.invalid("redirectCode", status + " is none of 301, 302, 303, 307, 308");
        }
        if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
            throw redirect.invalid("scheme", "invalid redirect scheme, must be http or https");
        }
        if (scheme == null && authority == null && uri == null && port instanceof Redirect.Port.AsRequested) {
            throw redirect.invalid("uri", "redirect must specify URI, authority, scheme, or port");
        }
        PathRewrite path = uri == null ? null : new PathRewrite.ReplaceAll(uri);
        return new Redirect(status, scheme, authority, port, path);
    }

    private static @Nullable String textOrNull(Reader redirect, String field) {
        String text = redirect.text(field);
        return text == null || text.isEmpty() ? null : text;
    }

    private static Redirect.Port port(Reader redirect) {
        Integer fixed = redirect.integer("port");
        String derived = redirect.text("derivePort");
        if (fixed != null && derived != null) {
            throw redirect.invalid("derivePort", "redirect must specify only one of port and derivePort");
        }
        if (fixed != null) {
            if (fixed < 1 || fixed > 65535) {
                throw redirect.invalid("port", "port number " + fixed + " must be in the range 1..65535");
            }
            return new Redirect.Port.Fixed(fixed);
        }
        return switch (derived) {
            case null -> new Redirect.Port.AsRequested();
            case "FROM_PROTOCOL_DEFAULT" -> new Redirect.Port.OfScheme();
            case "FROM_REQUEST_PORT" -> new Redirect.Port.OfListener();
            default ->
                throw redirect.invalid(
                        "derivePort", "\"" + derived + "\" is neither FROM_PROTOCOL_DEFAULT nor FROM_REQUEST_PORT");
        };
    }
}
