package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as far as it has come, kept while another try is possible or a connection is being opened. Small pieces
 * are copied, so that no receive buffer is held for their sake; large ones are kept by reference. Confined to its event loop.
 */
final class ReplayBuffer {
    /** What may wait for a connection before the client is asked to wait too. */
    static final int WAITING_BYTES = 256 * 1024;

    /** A piece keeps all of the receive buffer it came in: so only one that fills most of it is kept by reference. */
    private static final int COPIED_BYTES = 32 * 1024;

    private static final int SMALL_BYTES = 1024;

    private final Budget budget;
    private final int maxBytes;
    private final byte[] small = new byte[SMALL_BYTES];
    private int smallBytes;
    private final List<ByteBuf> pieces = new ArrayList<>();
    private int bytes;
    private boolean complete = true;
    private @Nullable HeaderBlock trailers;

    ReplayBuffer(Budget budget, int maxBytes) {
        this.budget = budget;
        this.maxBytes = maxBytes;
    }

    /**
     * Keeps a copy of, or a reference to, what can be read of {@code data}, which stays the caller's.
     *
     * @param unsent it was sent nowhere yet, so it must be kept, whatever the bound
     */
    void keep(ByteBuf data, boolean unsent) {
        int more = data.readableBytes();
        if (more == 0 || !complete) {
            return;
        }
        if (!unsent && (bytes + more > maxBytes || !budget.has(more))) {
            clear();
            complete = false;
            return;
        }
        if (pieces.isEmpty() && smallBytes + more <= SMALL_BYTES) {
            data.getBytes(data.readerIndex(), small, smallBytes, more);
            smallBytes += more;
        } else if (more <= COPIED_BYTES) {
            pieces.add(PooledByteBufAllocator.DEFAULT.directBuffer(more).writeBytes(data, data.readerIndex(), more));
        } else {
            pieces.add(data.retainedSlice());
        }
        bytes += more;
        budget.take(more);
    }

    /** Keeps a copy of the fields that the request ends with. */
    void keep(HeaderBlock end) {
        HeaderBlock copy = new HeaderBlock();
        copy.copy(end);
        trailers = copy;
    }

    boolean isEmpty() {
        return bytes == 0 && trailers == null;
    }

    int bytes() {
        return bytes;
    }

    /** Whether all that the client has sent is here: else there can be no other try. */
    boolean complete() {
        return complete;
    }

    /** Sends all of it, and stays as it is. */
    void sendTo(HttpStream<RequestHead> stream, boolean ended) {
        HeaderBlock end = trailers;
        boolean last = ended && end == null;
        if (smallBytes > 0) {
            ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(smallBytes);
            stream.sendData(copy.writeBytes(small, 0, smallBytes), last && pieces.isEmpty());
        }
        for (int i = 0; i < pieces.size(); i++) {
            stream.sendData(pieces.get(i).retainedDuplicate(), last && i == pieces.size() - 1);
        }
        if (end != null) {
            stream.sendTrailers(end);
        }
    }

    /** A copy of its first bytes, at most so many. */
    byte[] first(int most) {
        ByteBuf copy = Unpooled.buffer(Math.min(most, bytes));
        copy.writeBytes(small, 0, Math.min(most, smallBytes));
        for (int i = 0; i < pieces.size() && copy.readableBytes() < most; i++) {
            ByteBuf piece = pieces.get(i);
            copy.writeBytes(piece, piece.readerIndex(), Math.min(piece.readableBytes(), most - copy.readableBytes()));
        }
        byte[] first = new byte[copy.readableBytes()];
        copy.readBytes(first);
        return first;
    }

    /** Gives a shadow all of it, and stays as it is. */
    void copyTo(ShadowRequest shadow, boolean last) {
        if (smallBytes > 0) {
            ByteBuf copy = Unpooled.copiedBuffer(small, 0, smallBytes);
            shadow.send(copy, last && pieces.isEmpty());
            copy.release();
        }
        for (int i = 0; i < pieces.size(); i++) {
            shadow.send(pieces.get(i), last && i == pieces.size() - 1);
        }
    }

    void clear() {
        for (int i = 0; i < pieces.size(); i++) {
            pieces.get(i).release();
        }
        if (!pieces.isEmpty()) {
            pieces.clear();
        }
        budget.giveBack(bytes);
        bytes = 0;
        smallBytes = 0;
        trailers = null;
        complete = true;
    }

    /** Bytes that all exchanges of one event loop may keep. Confined to its event loop. */
    static final class Budget {
        private final long most;
        private long taken;

        Budget(long most) {
            this.most = most;
        }

        private boolean has(int bytes) {
            return taken + bytes <= most;
        }

        private void take(int bytes) {
            taken += bytes;
        }

        private void giveBack(int bytes) {
            taken -= bytes;
        }
    }
}
