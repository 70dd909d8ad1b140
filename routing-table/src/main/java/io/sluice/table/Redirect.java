package io.sluice.table;

import org.jspecify.annotations.Nullable;

/**
 * An answer that names another place (VirtualService {@code redirect}).
 *
 * @param status 301, 302, 303, 307 or 308
 * @param scheme null = the request's
 * @param authority null = the request's host
 * @param port what stands after the host in {@code Location}
 * @param path null = the request's path; the query is kept unless {@link PathRewrite.ReplaceAll} brings its own
 */
public record Redirect(
        int status,
        @Nullable String scheme,
        @Nullable String authority,
        Port port,
        @Nullable PathRewrite path) implements Action {

    public Redirect {
        switch (status) {
            case 301, 302, 303, 307, 308 -> {}
            default -> throw new IllegalArgumentException("redirect status " + status);
        }
    }

    /** Which port a redirect names. */
    public sealed interface Port {
        /** The one in the request's {@code Host}, if any; {@code :80} goes when the scheme changes. */
        record AsRequested() implements Port {}

        /** This one; left out where it is the scheme's own. */
        record Fixed(int number) implements Port {}

        /** The listener's declared port ({@code derivePort: FROM_REQUEST_PORT}). */
        record OfListener() implements Port {}

        /** The scheme's own, so none is written ({@code derivePort: FROM_PROTOCOL_DEFAULT}). */
        record OfScheme() implements Port {}
    }
}
