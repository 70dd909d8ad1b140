package io.sluice.router.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys of one context's session tickets: the newest makes them, the one before still opens them. Each context has its own, so
 * no session outlives the certificates and the CA that it was made with. Used by one thread.
 */
final class TicketKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final OpenSslSessionContext sessions;
    private OpenSslSessionTicketKey[] keys = {};

    TicketKeys(OpenSslSessionContext sessions) {
        this.sessions = sessions;
        rotate();
    }

    void rotate() {
        byte[] key = new byte[OpenSslSessionTicketKey.TICKET_KEY_SIZE];
        RANDOM.nextBytes(key);
        OpenSslSessionTicketKey newest = new OpenSslSessionTicketKey(
                Arrays.copyOfRange(key, 0, 16), Arrays.copyOfRange(key, 16, 32), Arrays.copyOfRange(key, 32, 48));
        keys = keys.length == 0
                ? new OpenSslSessionTicketKey[] {newest}
                : new OpenSslSessionTicketKey[] {newest, keys[0]};
        sessions.setTicketKeys(keys);
    }
}
