package io.sluice.router.http.h2.fields;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.ContentLength;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes a response head of the fields of a block (RFC 9113 §8.3.2). Confined to its event loop; used for one after another. */
public final class ResponseFields extends FieldRules {
    private static final byte[] STATUS = Ascii.bytes(":status");
    private static final int DIGITS = 3;

    private @Nullable ResponseHead head;
    private boolean lengthSeen;

    public void begin(ResponseHead target) {
        begin();
        head = target;
        lengthSeen = false;
        target.framing(Framing.CHUNKED, 0);
    }

    private ResponseHead head() {
        ResponseHead current = head;
        if (current == null) {
            throw new IllegalStateException("no block has begun");
        }
        return current;
    }

    @Override
    boolean pseudo(HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        byte[] bytes = block.bytes();
        if (head().status() != 0
                || valueEnd - valueStart != DIGITS
                || !Arrays.equals(bytes, nameStart, nameEnd, STATUS, 0, STATUS.length)) {
            return false;
        }
        int status = 0;
        for (int i = valueStart; i < valueEnd; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            status = status * 10 + digit;
        }
        head().status(status);
        // HTTP/2 has no upgrade (§8.6).
        return status >= 100 && status != 101;
    }

    @Override
    boolean regular(HeaderBlock block, int i) {
        switch (block.field(i)) {
            case CONTENT_LENGTH -> {
                long length = ContentLength.of(block.bytes(), block.valueStart(i), block.valueEnd(i));
                boolean first = !lengthSeen;
                lengthSeen = true;
                head().framing(Framing.LENGTH, length);
                return first && length >= 0;
            }
            case TE, HOST -> block.remove(i);
            default -> {}
        }
        return true;
    }

    /** The block is whole; false if there is no response in it. */
    public boolean end() {
        return !malformed() && head().status() != 0;
    }
}
