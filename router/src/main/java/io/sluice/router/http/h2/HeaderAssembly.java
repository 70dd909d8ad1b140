package io.sluice.router.http.h2;

import io.sluice.router.http.Http2Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A header block that comes in more than one frame: nothing may come between these (RFC 9113 §6.10). How much of it is kept is
 * bounded in bytes, in frames, and in frames that bring nothing. Confined to its event loop.
 */
final class HeaderAssembly {
    private final Http2Limits limits;
    private final int maxBytes;
    private byte[] block = {};
    private int length;
    private int stream;
    private int flags;
    private int continuations;
    private int emptyFrames;

    HeaderAssembly(Http2Limits limits, int maxBytes) {
        this.limits = limits;
        this.maxBytes = maxBytes;
    }

    /** Whether a block has begun and is not whole. */
    boolean open() {
        return stream != 0;
    }

    int stream() {
        return stream;
    }

    /** Of the HEADERS frame that it began with. */
    int flags() {
        return flags;
    }

    byte[] block() {
        return block;
    }

    int length() {
        return length;
    }

    @Nullable
    ErrorCode begin(int stream, int flags, byte[] fragment, int start, int end) {
        this.stream = stream;
        this.flags = flags;
        length = 0;
        continuations = 0;
        emptyFrames = 0;
        return add(fragment, start, end);
    }

    @Nullable
    ErrorCode continued(byte[] fragment, int fragmentLength) {
        emptyFrames += fragmentLength == 0 ? 1 : 0;
        boolean tooMany = ++continuations > limits.maxContinuations() || emptyFrames > limits.maxEmptyFrames();
        return tooMany ? ErrorCode.ENHANCE_YOUR_CALM : add(fragment, 0, fragmentLength);
    }

    private @Nullable ErrorCode add(byte[] fragment, int start, int end) {
        int more = end - start;
        if (length + more > maxBytes) {
            return ErrorCode.ENHANCE_YOUR_CALM;
        }
        if (length + more > block.length) {
            block = Arrays.copyOf(block, Math.max(length + more, 2 * block.length));
        }
        System.arraycopy(fragment, start, block, length, more);
        length += more;
        return null;
    }

    /** Lets the block go. */
    void clear() {
        stream = 0;
        block = new byte[0];
    }
}
