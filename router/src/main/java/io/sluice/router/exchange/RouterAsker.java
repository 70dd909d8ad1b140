package io.sluice.router.exchange;

import io.sluice.router.authz.Asked;
import io.sluice.router.authz.Asker;
import io.sluice.router.authz.Verdict;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.RequestHead;
import java.util.function.Consumer;

/** A request as it came, that waits for the authorizer of its listener. Confined to its event loop. */
record RouterAsker(Exchange exchange, LoopExchanges exchanges, Consumer<Verdict> then) implements Asker {
    @Override
    public Asked shown(int bodyBytes) {
        ClientContext client = exchange.client();
        return new Asked(
                exchange.head(),
                client.address(),
                client.peerPort(),
                client.localAddress(),
                client.port(),
                exchange.replay().first(bodyBytes),
                bodyBytes > 0 && bodyBytes() > bodyBytes);
    }

    @Override
    public int bodyBytes() {
        return exchange.replay().bytes();
    }

    @Override
    public boolean bodyEnded() {
        return exchange.requestEnded();
    }

    @Override
    public void goOn() {
        goOn(exchange, exchanges.localReplies());
    }

    /**
     * Nobody else would: the endpoint, whose word that is otherwise, is not asked before the body has been seen (RFC 9110 §10.1.1). It then gets
     * the request without the question, so that the client is told once.
     */
    static void goOn(Exchange exchange, LocalReplies replies) {
        RequestHead head = exchange.head();
        if (head.expectsContinue()) {
            head.expectsContinue(false);
            head.fields().remove(FieldName.EXPECT);
            replies.goOn(exchange);
        }
    }

    @Override
    public void answered(Verdict verdict) {
        then.accept(verdict);
    }
}
