package io.sluice.router.exchange;

import io.sluice.router.authz.Asked;
import io.sluice.router.authz.Asker;
import io.sluice.router.authz.AuthorizationCheck;
import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.authz.Verdict;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.Denial;
import io.sluice.router.route.pod.PodGate;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.upstream.UpstreamEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * How a try gets past the policies of the pod that was picked, before a connection is taken: its external authorizer is asked, then the
 * others. What they make of the request is this try's alone. Confined to its event loop; its {@link Attempt} hears how it ends.
 */
final class PodEntry {
    private final Attempt attempt;
    private final Exchange exchange;
    private final LoopExchanges exchanges;

    /** The request as the pod's policies have left it; made when a pod has some. */
    private @Nullable RequestHead own;

    /** The pod that was picked has policies. */
    private boolean guarded;

    /** What the pod's external authorizer is asked. */
    private @Nullable AuthorizationCheck check;

    /** It has said yes, and what the pod's answer gets for it. */
    private Verdict.@Nullable Passes granted;

    PodEntry(Attempt attempt, Exchange exchange, LoopExchanges exchanges) {
        this.attempt = attempt;
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    /** Goes on to {@link Attempt#connect} or {@link Attempt#refused}, at once or when the authorizer has answered. */
    void enter(UpstreamEndpoint picked) {
        granted = null;
        PodGates pods = exchange.pods();
        PodGate gate = pods == null ? null : pods.of(picked, exchange.role());
        guarded = gate != null;
        if (gate == null) {
            attempt.connect(picked);
        } else {
            enter(picked, gate);
        }
    }

    private void enter(UpstreamEndpoint picked, PodGate gate) {
        RequestHead arriving = own == null ? new RequestHead() : own;
        own = arriving;
        exchanges.forwardedHeaders().forAttempt(exchange, attempt.number(), attempt.remainingMillis());
        // What a pod's policies take off a request is there again when the next pod is asked.
        arriving.copy(exchange.head());
        if (!Gates.settle(exchange, arriving)) {
            refuse(Gates.NO_PATH);
            return;
        }
        CompiledAuthorizer authorizer = gate.authorizer();
        if (authorizer == null || !exchanges.gates().asksAtPod(exchange.role(), exchange.client(), gate, arriving)) {
            judge(picked, gate, arriving);
            return;
        }
        attempt.asks();
        AuthorizationCheck asked =
                new AuthorizationCheck(exchanges.loop(), authorizer, new PodAsker(picked, gate, arriving));
        check = asked;
        asked.received();
    }

    private void judge(UpstreamEndpoint picked, PodGate gate, RequestHead arriving) {
        Denial denial = exchanges.gates().judgeAtPod(exchange.role(), exchange.client(), gate, arriving);
        if (denial == null) {
            attempt.connect(picked);
        } else {
            refuse(denial);
        }
    }

    private void refuse(Denial denial) {
        attempt.refused(exchanges.localReplies().ofPod(exchange.head(), denial), denial.body());
    }

    /** Whether an authorizer is asked, and may wait for more of the request. */
    boolean waits() {
        return check != null;
    }

    /** More of the request is there. */
    void received() {
        if (check != null) {
            check.received();
        }
    }

    /** Nobody waits for the authorizer any more. */
    void cancel() {
        if (check != null) {
            check.cancel();
            check = null;
        }
    }

    /** What is sent to the pod; null = the exchange's own, since the pod has no policies. */
    @Nullable
    RequestHead head() {
        return guarded ? own : null;
    }

    /** Into the pod's answer. */
    void grantTo(HeaderBlock fields) {
        if (granted != null) {
            granted.grantTo(fields);
        }
    }

    void clear() {
        if (guarded && own != null) {
            own.clear();
        }
        guarded = false;
        granted = null;
    }

    /** The try as the pod's external authorizer hears of it; its answer is for the request of this try alone. */
    private final class PodAsker implements Asker {
        private final UpstreamEndpoint picked;
        private final PodGate gate;
        private final RequestHead arriving;

        PodAsker(UpstreamEndpoint picked, PodGate gate, RequestHead arriving) {
            this.picked = picked;
            this.gate = gate;
            this.arriving = arriving;
        }

        @Override
        public Asked shown(int bodyBytes) {
            return Gates.shown(gate, arriving, exchange.replay(), bodyBytes);
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
            RouterAsker.goOn(exchange, exchanges.localReplies());
            arriving.expectsContinue(false);
            arriving.fields().remove(FieldName.EXPECT);
        }

        @Override
        public void answered(Verdict verdict) {
            check = null;
            switch (verdict) {
                case Verdict.Passes passes -> {
                    granted = passes;
                    passes.apply(arriving);
                    judge(picked, gate, arriving);
                    attempt.flush(); // nobody reads just now who would flush what was sent
                }
                case Verdict.Refuses refuses ->
                    attempt.refused(exchanges.localReplies().ofPod(exchange.head(), refuses), refuses.body());
                case Verdict.NoAnswer none -> refuse(Denial.unasked(none.status()));
                case Verdict.TooLarge tooLarge -> refuse(Denial.TOO_LARGE_TO_ASK);
            }
        }
    }
}
