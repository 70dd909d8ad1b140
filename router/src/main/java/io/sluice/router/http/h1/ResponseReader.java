package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.Limits;
import io.sluice.router.http.ResponseHead;

/** A response being read: its head, as far as it has arrived, and the framing of its body. Confined to its event loop. */
final class ResponseReader {
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
        HeadParser.Verdict verdict = parser.read(in, head.fields());
        return verdict == HeadParser.Verdict.DONE ? understand(toHead) : verdict;
    }

    private HeadParser.Verdict understand(boolean toHead) {
        if (!ResponseRules.apply(head, parser.minorVersion(), toHead)) {
            return HeadParser.Verdict.REJECTED;
        }
        body.start(head.framing(), head.contentLength());
        return HeadParser.Verdict.DONE;
    }
}
