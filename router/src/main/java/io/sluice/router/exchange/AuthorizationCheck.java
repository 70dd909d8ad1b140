package io.sluice.router.exchange;

import io.sluice.router.authz.Asked;
import io.sluice.router.authz.Check;
import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.authz.Verdict;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that waits for an external authorizer: first for as much of its body as that is shown, then for the answer. Its body is kept
 * meanwhile, as while a connection is opened. Confined to its event loop.
 */
final class AuthorizationCheck {
    private final Exchange exchange;
    private final LoopExchanges exchanges;
    private final CompiledAuthorizer authorizer;
    private final Consumer<Verdict> then;
    private @Nullable Check asked;
    private boolean begun;
    private @Nullable HeaderBlock grant;

    AuthorizationCheck(
            Exchange exchange, LoopExchanges exchanges, CompiledAuthorizer authorizer, Consumer<Verdict> then) {
        this.exchange = exchange;
        this.exchanges = exchanges;
        this.authorizer = authorizer;
        this.then = then;
    }

    /** More of the body is there, or its end: asks once that is enough. */
    void received() {
        int wanted = authorizer.bodyBytes();
        boolean larger = wanted > 0 && exchange.replay().bytes() > wanted;
        if (begun) {
            return;
        }
        if (!(wanted == 0 || larger || exchange.requestEnded())) {
            tellToGoOn();
            return;
        }
        begun = true;
        if (larger && !authorizer.takesPart()) {
            exchanges.localReplies().tooLargeToAsk(exchange);
            return;
        }
        ClientContext client = exchange.client();
        Asked asking = new Asked(
                exchange.head(),
                client.address(),
                client.peerPort(),
                client.localAddress(),
                client.port(),
                exchange.replay().first(wanted),
                larger);
        Check check = Check.start(exchanges.loop(), authorizer, asking, then);
        // Its answer may have come already, and this may be another request's exchange by now.
        if (!check.over()) {
            asked = check;
        }
    }

    /**
     * Nobody else would: the endpoint, whose word that is otherwise, is not asked before the body has been seen (RFC 9110 §10.1.1). It then gets
     * the request without the question, so that the client is told once.
     */
    private void tellToGoOn() {
        RequestHead head = exchange.head();
        if (head.expectsContinue()) {
            head.expectsContinue(false);
            head.fields().remove(FieldName.EXPECT);
            exchanges.localReplies().goOn(exchange);
        }
    }

    void grant(@Nullable HeaderBlock fields) {
        grant = fields;
    }

    /** What the authorizer tells the client of a request that it lets through. */
    void addGrant(HeaderBlock fields) {
        for (int line = 0; grant != null && line < grant.count(); line++) {
            fields.add(Ascii.bytes(grant.name(line)), Ascii.bytes(grant.value(line)));
        }
    }

    void cancel() {
        if (asked != null) {
            asked.cancel();
            asked = null;
        }
    }
}
