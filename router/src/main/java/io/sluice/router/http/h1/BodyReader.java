package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.Framing;

/**
 * Takes the framing off a body: tells how many of the bytes at hand are its next piece, and when it is over. Confined to its
 * event loop.
 */
final class BodyReader {
    /** What {@link #next} found. */
    enum Step {
        /** {@link #pieceLength()} bytes, from the reader index on, are body. */
        PIECE,
        MORE,
        END,
        MALFORMED
    }

    private final ChunkReader chunks = new ChunkReader();
    private Framing framing = Framing.NONE;
    private long remaining;
    private boolean ended = true;
    private int pieceLength;

    void start(Framing framing, long contentLength) {
        this.framing = framing;
        remaining = contentLength;
        ended = framing == Framing.NONE || (framing == Framing.LENGTH && contentLength == 0);
        chunks.clear();
    }

    /** Whether all of the body has been told. */
    boolean ended() {
        return ended;
    }

    Framing framing() {
        return framing;
    }

    int pieceLength() {
        return pieceLength;
    }

    /** Looks at what can be read; moves the reader index over framing, never over body. */
    Step next(ByteBuf in) {
        if (ended) {
            return Step.END;
        }
        return switch (framing) {
            case NONE -> Step.END;
            case LENGTH -> lengthStep(in);
            case CHUNKED -> chunkStep(in);
            case UNTIL_CLOSE, TUNNEL -> piece(in.readableBytes());
        };
    }

    /** The piece was taken. */
    void took(int bytes) {
        switch (framing) {
            case LENGTH -> {
                remaining -= bytes;
                ended = remaining == 0;
            }
            case CHUNKED -> chunks.took(bytes);
            case NONE, UNTIL_CLOSE, TUNNEL -> {}
        }
    }

    private Step lengthStep(ByteBuf in) {
        return piece((int) Math.min(remaining, in.readableBytes()));
    }

    private Step piece(int bytes) {
        pieceLength = bytes;
        return bytes == 0 ? Step.MORE : Step.PIECE;
    }

    private Step chunkStep(ByteBuf in) {
        return switch (chunks.next(in)) {
            case MORE -> Step.MORE;
            case MALFORMED -> Step.MALFORMED;
            case DATA -> piece((int) Math.min(chunks.remaining(), in.readableBytes()));
            case END -> {
                ended = true;
                yield Step.END;
            }
        };
    }
}
