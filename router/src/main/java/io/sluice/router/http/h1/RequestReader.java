package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** A request being read: its head, as far as it has arrived, and the framing of its body. Confined to its event loop. */
final class RequestReader {
    private final RequestHead head = new RequestHead();
    private final RequestParser parser;
    private final RequestRules rules;
    private final BodyReader body = new BodyReader();
    private @Nullable Failure failure;

    RequestReader(Limits limits, boolean http10) {
        parser = new RequestParser(head, limits);
        rules = new RequestRules(http10);
    }

    /** Whether it comes over TLS. */
    void secure(boolean secure) {
        rules.secure(secure);
    }

    void clear() {
        head.clear();
        parser.clear();
        failure = null;
    }

    RequestHead head() {
        return head;
    }

    BodyReader body() {
        return body;
    }

    boolean keepAlive() {
        return rules.keepAlive();
    }

    /** Why the head was rejected; null if it was not. */
    @Nullable
    Failure failure() {
        return failure;
    }

    /** Reads on; on DONE the reader index stands behind the head, and the body's framing is known. */
    HeadParser.Verdict readHead(ByteBuf in) {
        HeadParser.Verdict verdict = parser.read(in, head.fields());
        return switch (verdict) {
            case MORE -> verdict;
            case DONE -> understand();
            case REJECTED -> {
                failure = parser.failure();
                yield verdict;
            }
        };
    }

    private HeadParser.Verdict understand() {
        failure = rules.apply(head);
        if (failure != null) {
            return HeadParser.Verdict.REJECTED;
        }
        body.start(head.framing(), head.contentLength());
        return HeadParser.Verdict.DONE;
    }
}
