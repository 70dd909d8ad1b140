package io.sluice.router.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field compression: the RFC's own examples, a round trip of anything, and blocks that are refused. */
class HpackTest {
    private static final int MAX_BYTES = 60 * 1024;

    private static HpackDecoder decoder(int tableBytes) {
        return new HpackDecoder(tableBytes, MAX_BYTES, 100);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void readsTheExamplesOfTheRfc() throws IOException {
        Map<String, HpackDecoder> decoders = new HashMap<>();
        for (String line : examples().toList()) {
            String[] parts = line.split("\\|", 4);
            HpackDecoder decoder = decoders.computeIfAbsent(parts[0], s -> decoder(Integer.parseInt(parts[1])));
            assertThat(Fields.decoded(decoder, bytes(parts[2]))).as(line).containsExactly(parts[3].split("\t"));
        }
    }

    @Test
    void huffmanCodesAreThoseOfTheRfc() throws IOException {
        for (String line : examples().filter(each -> each.startsWith("C.4|")).toList()) {
            // What the RFC encodes with these codes, ours encodes to the same bytes.
            for (String text : List.of("www.example.com", "no-cache", "custom-key", "custom-value")) {
                byte[] plain = text.getBytes(StandardCharsets.US_ASCII);
                byte[] out = new byte[64];
                String hex = HexFormat.of().formatHex(out, 0, Huffman.encode(plain, 0, plain.length, out, 0));
                assertThat(examples().anyMatch(each -> each.contains(hex)))
                        .as(line)
                        .isTrue();
            }
        }
    }

    private static Stream<String> examples() throws IOException {
        try (InputStream in = HpackTest.class.getResourceAsStream("/hpack/rfc7541-appendix-c.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#"));
        }
    }

    @Property(tries = 300)
    void whatIsEncodedIsDecoded(@ForAll("messages") List<List<String>> messages, @ForAll("tables") int tableBytes) {
        HpackEncoder encoder = new HpackEncoder(4096);
        HpackDecoder decoder = decoder(4096);
        int half = messages.size() / 2;
        for (int i = 0; i < messages.size(); i++) {
            if (i == half) {
                // The peer may change its mind between two blocks, more than once.
                encoder.peerTableBytes(0);
                encoder.peerTableBytes(tableBytes);
            }
            byte[] block = Fields.encoded(encoder, messages.get(i));
            assertThat(Fields.decoded(decoder, block)).isEqualTo(messages.get(i));
        }
    }

    @Property(tries = 300)
    void huffmanIsReversible(@ForAll byte[] plain) {
        byte[] encoded = new byte[plain.length * 4 + 8];
        int end = Huffman.encode(plain, 0, plain.length, encoded, 0);
        byte[] decoded = new byte[Huffman.decodedAtMost(end) + plain.length];
        int length = Huffman.decode(encoded, 0, end, decoded, 0);
        assertThat(Arrays.copyOf(decoded, length)).isEqualTo(plain);
        assertThat(end).isEqualTo(Huffman.encodedLength(plain, 0, plain.length));
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefusedAndNothingElse(@ForAll byte[] block) {
        assertThat(Fields.decoded(decoder(4096), block)).isNotNull();
    }

    @Provide
    Arbitrary<Integer> tables() {
        return Arbitraries.integers().between(0, 5000);
    }

    /** Few names and values, so that the tables are used; some large, so that they overflow. */
    @Provide
    Arbitrary<List<List<String>>> messages() {
        Arbitrary<String> name = Arbitraries.of(":path", ":method", "cookie", "x-a", "x-b", "secret", "content-type");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of("GET", "/", "", "1", "application/grpc"),
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(20),
                Arbitraries.strings().withChars('z').ofMinLength(900).ofMaxLength(1100));
        Arbitrary<String> field = net.jqwik.api.Combinators.combine(name, value).as((n, v) -> n + ": " + v);
        return field.list().ofMaxSize(12).list().ofMaxSize(12);
    }

    @Test
    void aFieldThatIsRepeatedCostsAByte() {
        HpackEncoder encoder = new HpackEncoder(4096);
        List<String> fields = List.of("x-model: income", "user-agent: grpc-java/1.70");
        Fields.encoded(encoder, fields);
        Fields.encoded(encoder, fields);
        assertThat(Fields.encoded(encoder, fields)).hasSize(fields.size());
    }

    @Test
    void aSecretIsNeverRemembered() {
        HpackEncoder encoder = new HpackEncoder(4096);
        byte[] first = Fields.encoded(encoder, List.of("secret: token"));
        byte[] third = first;
        for (int i = 0; i < 2; i++) {
            third = Fields.encoded(encoder, List.of("secret: token"));
        }
        assertThat(third).isEqualTo(first);
        Fields fields = new Fields();
        decoder(4096).decode(third, 0, third.length, fields.block, fields);
        assertThat(fields.never).containsExactly(true);
    }

    @ParameterizedTest
    @CsvSource({
        "80, MALFORMED", // index 0
        "bf, MALFORMED", // an index behind the tables
        "ffffffffff0f, MALFORMED", // a number without end
        "3fe21f, MALFORMED", // a table larger than ours
        "8220, MALFORMED", // a change of the table behind a field
        "0001, MALFORMED", // a name that is cut
        "00016102, MALFORMED", // a value that is cut
        "0081ff0161, MALFORMED", // eight bits of padding
        "0084fffffffc0161, MALFORMED", // the end of string within it
    })
    void refuses(String hex, String verdict) {
        assertThat(Fields.decoded(decoder(4096), bytes(hex))).containsExactly(verdict);
    }

    @Test
    void aBombIsReadToItsEndAndNotCopied() {
        byte[] value = new byte[3900];
        Arrays.fill(value, (byte) 'a');
        byte[] bomb = new byte[4 + 2 + value.length + 3000];
        // A literal that is remembered: name x, value of 3 900 bytes; then 3 000 references to it.
        byte[] start = bytes("400178" + "7fbd1d");
        System.arraycopy(start, 0, bomb, 0, start.length);
        System.arraycopy(value, 0, bomb, start.length, value.length);
        Arrays.fill(bomb, start.length + value.length, bomb.length, (byte) 0xbe);
        Fields fields = new Fields();
        HpackDecoder decoder = decoder(4096);
        assertThat(decoder.decode(bomb, 0, bomb.length, fields.block, fields))
                .isEqualTo(HpackDecoder.Verdict.TOO_LARGE);
        assertThat(fields.block.bytes().length).isLessThan(4 * MAX_BYTES);
        // The table is still in step.
        assertThat(Fields.decoded(decoder, bytes("be"))).hasSize(1);
    }
}
