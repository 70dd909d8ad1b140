package io.sluice.router.http;

import java.util.List;

/**
 * What TLS knows of a client, once its handshake is over. Immutable.
 *
 * @param listener whose routes its requests are for: the server that the handshake was with
 * @param serverName the name that it asked for; empty = none
 * @param certificate who it has shown to be
 */
public record ClientTls(String listener, String serverName, Certificate certificate) {

    /**
     * A client's certificate, verified.
     *
     * @param uris alternative names; the only ones that can be an identity of a mesh
     * @param forwarded how endpoints are told of it; empty = there is none
     */
    public record Certificate(List<String> uris, String forwarded) {
        private static final String SPIFFE = "spiffe://";

        public static final Certificate NONE = new Certificate(List.of(), "");

        public Certificate {
            uris = List.copyOf(uris);
        }

        /** A SPIFFE ID; empty if it has none, or several names of which one might be (SPIFFE X.509-SVID §2). */
        public String principal() {
            return uris.size() == 1 && uris.get(0).startsWith(SPIFFE) ? uris.get(0) : "";
        }

        /** {@code td/ns/x/sa/y} of it. */
        public String identity() {
            String principal = principal();
            return principal.isEmpty() ? "" : principal.substring(SPIFFE.length());
        }
    }
}
