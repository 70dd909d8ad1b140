package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** A request being read: its head, as far as it has arrived, and the framing of its body. Confined to its event loop. */
final class RequestReader {
    /** Bytes copied to look for the end of a head; a usual head needs one step, and little of a body is copied with it. */
    private static final int STEP_BYTES = 1024;

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
        HeaderBlock fields = head.fields();
        while (in.isReadable()) {
            int before = fields.length();
            int step = Math.min(in.readableBytes(), STEP_BYTES);
            fields.receive(in, step);
            HeadParser.Verdict verdict = parser.parse(fields);
            switch (verdict) {
                case MORE -> in.skipBytes(step);
                case DONE -> {
                    in.skipBytes(parser.headEnd() - before);
                    return understand();
                }
                case REJECTED -> {
                    failure = parser.failure();
                    return verdict;
                }
            }
        }
        return HeadParser.Verdict.MORE;
    }

    private HeadParser.Verdict understand() {
        HeaderBlock fields = head.fields();
        fields.truncate(parser.headEnd(), fields.count());
        failure = rules.apply(head);
        if (failure != null) {
            return HeadParser.Verdict.REJECTED;
        }
        body.start(head.framing(), head.contentLength());
        return HeadParser.Verdict.DONE;
    }
}
