package io.sluice.router.http.h2;

import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.h2.hpack.FieldTaker;
import io.sluice.router.http.h2.hpack.HpackDecoder.Verdict;

/** Reads blocks of streams that are not served: the table must see every block (RFC 9113 §4.3). Confined to its event loop. */
final class IgnoredFields implements FieldTaker {
    private final HeaderBlock block = new HeaderBlock();

    /** False if the block was malformed, and the connection failed. */
    boolean decode(Connection connection, byte[] fragment, int start, int end) {
        block.clear();
        boolean done = connection.decoder().decode(fragment, start, end, block, this) != Verdict.MALFORMED;
        if (!done) {
            connection.fail(ErrorCode.COMPRESSION_ERROR);
        }
        return done;
    }

    @Override
    public void field(
            HeaderBlock fields, int nameStart, int nameEnd, int valueStart, int valueEnd, boolean neverIndexed) {
        fields.truncate(nameStart, 0);
    }
}
