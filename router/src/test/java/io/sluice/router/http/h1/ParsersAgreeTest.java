package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import io.sluice.router.http.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages of the wire corpus, and what becomes of them when bytes are changed, lost, doubled and mixed, are read as they come and in
 * pieces: always the same. And what we and Netty's codec both take for a message is the same message with the same body: what is
 * read in two ways is how requests are smuggled. Seeded, so that a failure repeats; {@code -Dsluice.mutations=N} for a long run.
 */
class ParsersAgreeTest {
    private static final int MUTATIONS = Integer.getInteger("sluice.mutations", 20_000);
    private static final String BYTES = "\r\n \t:;,=\"\\0159afAFxX+-/%?#@\0\u000b\u007f\u0080\u00ff";

    @Test
    void onRequests() throws Exception {
        agree(Corpus.requests(), true);
    }

    @Test
    void onResponses() throws Exception {
        agree(Corpus.responses(), false);
    }

    private static void agree(List<String> seeds, boolean request) {
        assertThat(seeds).hasSizeGreaterThanOrEqualTo(20);
        Random random = new Random(7);
        int bothAccept = 0;
        for (int i = 0; i < seeds.size() + MUTATIONS; i++) {
            String wire = i < seeds.size() ? seeds.get(i) : mutated(seeds, random);
            byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
            String whole = ours(bytes, request, bytes.length);
            assertThat(ours(bytes, request, 1)).as(() -> shown(wire)).isEqualTo(whole);
            assertThat(ours(bytes, request, 1 + random.nextInt(40)))
                    .as(() -> shown(wire))
                    .isEqualTo(whole);
            String netty = netty(bytes, request);
            if (whole.startsWith("message ") && netty.startsWith("message ")) {
                assertThat(whole).as(() -> shown(wire)).isEqualTo(netty);
                bothAccept++;
            }
        }
        assertThat(bothAccept).isGreaterThan(MUTATIONS / 50);
    }

    private static String shown(String wire) {
        StringBuilder text = new StringBuilder();
        wire.chars()
                .forEach(c -> text.append(
                        c >= ' ' && c < 0x7f
                                ? String.valueOf((char) c)
                                : "\\x" + Integer.toHexString(c + 0x100).substring(1)));
        return text.toString();
    }

    private static String mutated(List<String> seeds, Random random) {
        StringBuilder wire = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(wire.length() + 1);
            int end = Math.min(wire.length(), at + 1 + random.nextInt(12));
            char other = BYTES.charAt(random.nextInt(BYTES.length()));
            switch (random.nextInt(6)) {
                case 0 -> wire.insert(at, other);
                case 1 -> wire.replace(at, Math.min(wire.length(), at + 1), String.valueOf(other));
                case 2 -> wire.delete(at, Math.min(wire.length(), at + 1));
                case 3 -> wire.insert(end, wire.substring(at, end));
                case 4 -> wire.delete(at, end);
                default -> {
                    String from = seeds.get(random.nextInt(seeds.size()));
                    int start = random.nextInt(from.length() + 1);
                    wire.insert(at, from, start, Math.min(from.length(), start + random.nextInt(60)));
                }
            }
        }
        return wire.toString();
    }

    // --- as we read it ---

    /** {@code message} with start line and body, {@code more} or {@code refused}. */
    private static String ours(byte[] bytes, boolean request, int step) {
        return request ? ourRequest(bytes, step) : ourResponse(bytes, step);
    }

    private static String ourRequest(byte[] bytes, int step) {
        RequestReader reader = new RequestReader(Limits.DEFAULT, false);
        Pieces pieces = new Pieces(bytes, step);
        HeadParser.Verdict verdict = HeadParser.Verdict.MORE;
        while (verdict == HeadParser.Verdict.MORE && pieces.next()) {
            verdict = reader.readHead(pieces.current);
        }
        if (verdict != HeadParser.Verdict.DONE) {
            return verdict == HeadParser.Verdict.MORE ? "more" : "refused " + reader.failure();
        }
        var head = reader.head();
        return body(
                Ascii.text(head.bytes(), head.methodStart(), head.methodEnd()), head.framing(), reader.body(), pieces);
    }

    private static String ourResponse(byte[] bytes, int step) {
        ResponseReader reader = new ResponseReader(Limits.DEFAULT);
        Pieces pieces = new Pieces(bytes, step);
        HeadParser.Verdict verdict = HeadParser.Verdict.MORE;
        while (verdict == HeadParser.Verdict.MORE && pieces.next()) {
            verdict = reader.readHead(pieces.current, false);
        }
        if (verdict != HeadParser.Verdict.DONE) {
            return verdict == HeadParser.Verdict.MORE ? "more" : "refused";
        }
        return body(String.valueOf(reader.head().status()), reader.head().framing(), reader.body(), pieces);
    }

    private static String body(String start, Framing framing, BodyReader reader, Pieces pieces) {
        if (framing == Framing.UNTIL_CLOSE || framing == Framing.TUNNEL) {
            return "until close";
        }
        StringBuilder body = new StringBuilder();
        pieces.again();
        BodyReader.Step last = reader.ended() ? BodyReader.Step.END : BodyReader.Step.MORE;
        while (last == BodyReader.Step.MORE && pieces.next()) {
            ByteBuf in = pieces.current;
            last = reader.next(in);
            while (last == BodyReader.Step.PIECE) {
                int length = reader.pieceLength();
                body.append(in.readCharSequence(length, StandardCharsets.ISO_8859_1));
                reader.took(length);
                last = reader.ended() ? BodyReader.Step.END : reader.next(in);
            }
        }
        return switch (last) {
            case END -> "message " + start + " " + body;
            case MALFORMED -> "refused in its body";
            default -> "more";
        };
    }

    /** The bytes as reads bring them: what a reader leaves of one is the start of the next. */
    private static final class Pieces {
        private final ByteBuf all;
        private final int step;
        private ByteBuf current = Unpooled.EMPTY_BUFFER;

        Pieces(byte[] bytes, int step) {
            all = Unpooled.wrappedBuffer(bytes);
            this.step = step;
        }

        /** Whether there is another; it is the current one then. */
        boolean next() {
            if (!all.isReadable()) {
                return false;
            }
            current = all.readSlice(Math.min(step, all.readableBytes()));
            return true;
        }

        /** What the reader of the head has left is read again. */
        void again() {
            all.readerIndex(all.readerIndex() - current.readableBytes());
        }
    }

    // --- as Netty reads it ---

    private static String netty(byte[] bytes, boolean request) {
        ChannelHandler decoder = request ? new HttpRequestDecoder() : new HttpResponseDecoder();
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        List<Object> read = new ArrayList<>();
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
                read.add(one);
            }
            return first(read);
        } finally {
            read.forEach(ReferenceCountUtil::release);
            channel.finishAndReleaseAll();
        }
    }

    private static String first(List<Object> read) {
        String start = "";
        StringBuilder body = new StringBuilder();
        for (Object one : read) {
            if (one instanceof HttpMessage head) {
                if (head.decoderResult().isFailure()) {
                    return "refused";
                }
                start = head instanceof HttpRequest request
                        ? request.method().name()
                        : String.valueOf(((HttpResponse) head).status().code());
            }
            if (one instanceof HttpContent content) {
                if (content.decoderResult().isFailure()) {
                    return "refused in its body";
                }
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (one instanceof LastHttpContent) {
                return "message " + start + " " + body;
            }
        }
        return "more";
    }
}
