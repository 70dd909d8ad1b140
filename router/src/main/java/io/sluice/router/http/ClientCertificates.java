package io.sluice.router.http;

import io.sluice.table.HttpOptions.ClientCertificate;

/**
 * {@code x-forwarded-client-cert}: who a client's certificate shows it to be is the router's to say, before a route is chosen and
 * policies look (DESIGN §7; istio.md §5.1).
 */
public final class ClientCertificates {
    private ClientCertificates() {}

    /** @param verified what its certificate says; empty = it has shown none. Shared: never written to */
    public static void settle(HeaderBlock fields, ClientCertificate mode, byte[] verified) {
        boolean shown = verified.length > 0;
        switch (mode) {
            case REPLACE -> {
                fields.remove(FieldName.X_FORWARDED_CLIENT_CERT);
                if (shown) {
                    fields.add(FieldName.X_FORWARDED_CLIENT_CERT, verified);
                }
            }
            case REMOVE -> fields.remove(FieldName.X_FORWARDED_CLIENT_CERT);
            case APPEND -> {
                if (!shown) {
                    fields.remove(FieldName.X_FORWARDED_CLIENT_CERT);
                } else {
                    fields.join(FieldName.X_FORWARDED_CLIENT_CERT, verified);
                }
            }
            case PASS_WITH_CERTIFICATE -> {
                if (!shown) {
                    fields.remove(FieldName.X_FORWARDED_CLIENT_CERT);
                }
            }
            case PASS -> {}
        }
    }
}
