package io.sluice.router.exchange.fields;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.path.PathRewriter;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import org.jspecify.annotations.Nullable;

/** The {@code location} of a redirect (istio.md §1.5; istio-recorded.md §3). Redirects are rare: this works on strings. */
public final class Location {
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private Location() {}

    /** Consumes the head's path. */
    public static String of(RequestHead head, CompiledListener listener, CompiledRedirect compiled) {
        Redirect redirect = compiled.redirect();
        String asked = head.isHttps() ? HTTPS : HTTP;
        String scheme = redirect.scheme() == null ? asked : redirect.scheme();
        String authority = Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
        String name = nameOf(authority);
        String port = portOf(authority);
        String host = redirect.authority() == null ? name : redirect.authority();
        String chosen = redirect.authority() == null ? port : "";
        return scheme + "://" + host + port(redirect, asked, scheme, chosen, listener.declaredPort())
                + path(head, redirect, compiled.path());
    }

    public static String https(RequestHead head) {
        String authority = Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
        String port = portOf(authority);
        return "https://" + nameOf(authority) + (port.equals(":80") ? "" : port) + pathAndQuery(head);
    }

    /** The scheme's own port leaves the one of {@code Host} in place; a changed scheme drops {@code :80}, never {@code :443}. */
    private static String port(Redirect redirect, String asked, String scheme, String ofHost, int ofListener) {
        String kept = !scheme.equals(asked) && ofHost.equals(":80") ? "" : ofHost;
        return switch (redirect.port()) {
            case Redirect.Port.AsRequested asRequested -> kept;
            case Redirect.Port.OfScheme ofScheme -> kept;
            case Redirect.Port.OfListener listener -> unlessOwn(scheme, ofListener, kept);
            case Redirect.Port.Fixed fixed -> unlessOwn(scheme, fixed.number(), kept);
        };
    }

    private static String unlessOwn(String scheme, int port, String otherwise) {
        boolean own = port == (scheme.equals(HTTP) ? 80 : 443);
        return own ? otherwise : ":" + port;
    }

    private static String path(RequestHead head, Redirect redirect, @Nullable PathRewriter rewriter) {
        if (rewriter == null) {
            return pathAndQuery(head);
        }
        if (redirect.path() instanceof PathRewrite.ReplaceAll all && all.path().contains("?")) {
            return all.path();
        }
        int start = head.pathStart();
        int end = head.pathEnd();
        rewriter.rewrite(head);
        byte[] prefix = head.pathPrefix();
        String rewritten = (prefix == null ? "" : Ascii.text(prefix, 0, prefix.length)) + pathAndQuery(head);
        // The request itself stays as it was: header formats show it.
        head.path(start, end, true);
        return rewritten;
    }

    private static String pathAndQuery(RequestHead head) {
        return Ascii.text(head.bytes(), head.pathStart(), head.pathEnd())
                + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
    }

    private static int colon(String authority) {
        return authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
    }

    private static String nameOf(String authority) {
        int colon = colon(authority);
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /** With its colon; empty if there is none. */
    private static String portOf(String authority) {
        int colon = colon(authority);
        return colon < 0 ? "" : authority.substring(colon);
    }
}
