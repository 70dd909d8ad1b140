package io.sluice.router.http.h1;

import io.netty.buffer.Unpooled;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * A request head that was not received but written down, as a connection would understand it. For questions, off the event
 * loops.
 *
 * @param failure why a connection would refuse it; null if it would not
 */
public record HeadReading(RequestHead head, @Nullable Failure failure) {

    /** @param bytes a whole head, its empty line included */
    public static HeadReading of(byte[] bytes, Limits limits) {
        RequestReader reader = new RequestReader(limits, false);
        HeadParser.Verdict verdict = reader.readHead(Unpooled.wrappedBuffer(bytes));
        return switch (verdict) {
            case DONE -> new HeadReading(reader.head(), null);
            case REJECTED -> new HeadReading(reader.head(), reader.failure());
            case MORE -> new HeadReading(reader.head(), Failure.MALFORMED_REQUEST);
        };
    }
}
