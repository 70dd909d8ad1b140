package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads on the wire: RFC 9112 §2.2, §3, §5. */
class HeadParserTest {
    private static final String VALID =
            "POST /seldon/ns/m/api?x=1 HTTP/1.1\r\nHost: model\r\nContent-Type:  text/plain \r\n"
                    + "X-Empty:\r\nX-Folded: 1\r\n  2\r\nContent-Length: 5\r\n\r\n";

    /** What a reader makes of bytes that arrive in pieces: verdict, failure, and all it has understood. */
    private static String understood(List<byte[]> pieces) {
        RequestReader reader = new RequestReader(Limits.DEFAULT, false);
        StringBuilder rest = new StringBuilder();
        HeadParser.Verdict verdict = HeadParser.Verdict.MORE;
        for (byte[] piece : pieces) {
            ByteBuf in = Unpooled.wrappedBuffer(piece);
            if (verdict == HeadParser.Verdict.MORE) {
                verdict = reader.readHead(in);
            }
            if (verdict == HeadParser.Verdict.DONE) {
                byte[] left = new byte[in.readableBytes()];
                in.readBytes(left);
                rest.append(Ascii.text(left, 0, left.length));
            }
        }
        return switch (verdict) {
            case MORE -> "more";
            case REJECTED -> "rejected " + reader.failure();
            case DONE -> "done " + described(reader) + " rest " + rest;
        };
    }

    private static String described(RequestReader reader) {
        var head = reader.head();
        byte[] bytes = head.bytes();
        HeaderBlock fields = head.fields();
        StringBuilder text = new StringBuilder()
                .append(Ascii.text(bytes, head.methodStart(), head.methodEnd()))
                .append('|')
                .append(Ascii.text(bytes, head.pathStart(), head.pathEnd()))
                .append('|')
                .append(Ascii.text(bytes, head.queryStart(), head.queryEnd()))
                .append('|')
                .append(head.framing())
                .append(head.contentLength());
        for (int i = 0; i < fields.count(); i++) {
            text.append('|')
                    .append(fields.removed(i) ? "-" : "")
                    .append(fields.name(i))
                    .append('=')
                    .append(fields.value(i));
        }
        return text.toString();
    }

    private static String understood(String whole) {
        return understood(List.of(Ascii.bytes(whole)));
    }

    @Test
    void aHeadIsUnderstoodWithLowerCaseNamesAndTrimmedValues() {
        assertThat(understood(VALID + "hello"))
                .isEqualTo("done POST|/seldon/ns/m/api|?x=1|LENGTH5|host=model|content-type=text/plain|x-empty=|"
                        + "x-folded=1  2|"
                        + "content-length=5 rest hello");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        X-A: 1#  2#             | x-a=1  2
        X-A: 1#\t2#  3#         | x-a=1\t2  3
        X-A:#  2#               | x-a=2
        X-A: 1# #               | x-a=1
        X-A: 1# two words: 3#   | x-a=1 two words: 3
        """)
    void aFoldedValueIsJoined(String fields, String expected) {
        String head = "GET / HTTP/1.1#Host: a#" + fields + "Y: z##";
        assertThat(understood(wire(head))).isEqualTo("done GET|/||NONE0|host=a|" + wire(expected) + "|y=z rest ");
    }

    /** What another reader may take for a field, and what steers the router. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " X: 1#Host: a#",
                "Host: a# X: 1#",
                "Host: a#X: 1# Content-Length: 3#",
                "Host: a#X: 1#\tTransfer-Encoding : chunked#",
                "Host: a#Transfer-Encoding:# chunked#",
                "Host: a#Transfer-Encoding: chunked# , identity#",
                "Host: a#Expect:# 100-continue#",
                "Host:# a#"
            })
    void aFoldThatCouldMisleadIsRefused(String fields) {
        assertThat(understood(wire("GET / HTTP/1.1#" + fields + "#"))).isEqualTo("rejected MALFORMED_REQUEST");
    }

    /** With lines and tabs spelt out. */
    private static String wire(String text) {
        return text.replace("#", "\r\n").replace("\\t", "\t");
    }

    @Property(tries = 400)
    void piecesAreUnderstoodAsTheWhole(@ForAll("heads") String head, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = Ascii.bytes(head);
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        for (int cut : cuts) {
            int end = Math.min(bytes.length, at + cut);
            pieces.add(java.util.Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        pieces.add(java.util.Arrays.copyOfRange(bytes, at, bytes.length));
        assertThat(understood(pieces)).isEqualTo(understood(head));
    }

    /** Valid heads, and heads with one byte changed. */
    @Provide
    Arbitrary<String> heads() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, VALID.length() - 1);
        Arbitrary<Character> bytes = Arbitraries.of('\r', '\n', ' ', '\t', ':', '\0', 'x', ',', '\u0080', '/', '%');
        return places.flatMap(place -> bytes.map(b -> VALID.substring(0, place) + b + VALID.substring(place + 1)))
                .injectDuplicates(0.1);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 40).list().ofMaxSize(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX(: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nNoColon\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET / HTTP/01.1\r\nHost: a\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET model HTTP/1.1\r\nHost: a\r\n\r\n",
                "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n",
            })
    void whatCouldBeReadInTwoWaysIsRefused(String head) {
        assertThat(understood(head)).isEqualTo("rejected MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/2.0, VERSION_NOT_SUPPORTED",
        "GET / HTTP/1.2, VERSION_NOT_SUPPORTED",
        "GET / HTTP/1.0, UPGRADE_REQUIRED",
        "TRACE / HTTP/1.1, METHOD_NOT_ALLOWED",
        "CONNECT a:443 HTTP/1.1, NO_ROUTE",
        "OPTIONS * HTTP/1.1, NO_ROUTE",
    })
    void whatIsNotServedIsToldApart(String line, Failure failure) {
        assertThat(understood(line + "\r\nHost: a\r\n\r\n")).isEqualTo("rejected " + failure);
    }

    @Test
    void aMissingHostIsRefused() {
        assertThat(understood("GET / HTTP/1.1\r\n\r\n")).isEqualTo("rejected BAD_HOST");
    }

    @Test
    void anUnknownTransferCodingIsNotImplemented() {
        assertThat(understood("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
                .isEqualTo("rejected UNKNOWN_TRANSFER_CODING");
    }

    @Test
    void oneFieldMoreThanTheLimitIsTooMany() {
        String hundred = "X: y\r\n".repeat(99);
        assertThat(understood("GET / HTTP/1.1\r\nHost: a\r\n" + hundred + "\r\n"))
                .startsWith("done");
        assertThat(understood("GET / HTTP/1.1\r\nHost: a\r\n" + hundred + "X: y\r\n\r\n"))
                .isEqualTo("rejected HEADERS_TOO_LARGE");
    }

    @Test
    void aHeadAboveTheLimitIsTooLargeAndALongTargetHasAnAnswerOfItsOwn() {
        assertThat(understood("GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(61 * 1024) + "\r\n\r\n"))
                .isEqualTo("rejected HEADERS_TOO_LARGE");
        assertThat(understood("GET /" + "y".repeat(61 * 1024) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo("rejected URI_TOO_LONG");
    }

    @Test
    void fieldsThatConnectionNamesGoNoFurtherButThoseWeAnswerForStay() {
        String head = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Hop, Host, X-Forwarded-For\r\nX-Hop: 1\r\n"
                + "X-Forwarded-For: 1.1.1.1\r\n\r\n";
        assertThat(understood(head))
                .contains("|-x-hop=1|x-forwarded-for=1.1.1.1")
                .contains("|host=a|");
    }

    @Test
    void anAbsoluteTargetReplacesTheHost() {
        assertThat(understood("GET http://b:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isEqualTo("done GET|/x|?y|NONE0|-host=a|host=b:81 rest ");
    }
}
