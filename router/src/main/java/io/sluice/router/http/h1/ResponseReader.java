package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.ResponseHead;

/** A response being read: its head, as far as it has arrived, and the framing of its body. Confined to its event loop. */
final class ResponseReader {
    private static final int STEP_BYTES = 1024;

    private final ResponseHead head = new ResponseHead();
    private final ResponseParser parser;
    private final BodyReader body = new BodyReader();

    ResponseReader(Limits limits) {
        parser = new ResponseParser(head, limits);
    }

    void clear() {
        head.clear();
        parser.clear();
    }

    ResponseHead head() {
        return head;
    }

    BodyReader body() {
        return body;
    }

    /** Reads on; on DONE the reader index stands behind the head, and the body's framing is known. */
    HeadParser.Verdict readHead(ByteBuf in, boolean toHead) {
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
                    return understand(toHead);
                }
                case REJECTED -> {
                    return verdict;
                }
            }
        }
        return HeadParser.Verdict.MORE;
    }

    private HeadParser.Verdict understand(boolean toHead) {
        HeaderBlock fields = head.fields();
        fields.truncate(parser.headEnd(), fields.count());
        if (!ResponseRules.apply(head, parser.minorVersion(), toHead)) {
            return HeadParser.Verdict.REJECTED;
        }
        body.start(head.framing(), head.contentLength());
        return HeadParser.Verdict.DONE;
    }
}
