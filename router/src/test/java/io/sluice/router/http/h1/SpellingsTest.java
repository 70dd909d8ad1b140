package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.Spellings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Letter case of names, kept: the first spelling of each (istio-recorded.md §8). */
class SpellingsTest {
    private static final String START = "GET / HTTP/1.1\r\n";

    private static HeaderBlock read(String head, List<Integer> lengths) {
        RequestReader reader = new RequestReader(Limits.DEFAULT, false);
        reader.head().fields().keepSpellings();
        // What was read before leaves nothing behind.
        read(reader, START + "Host: b\r\nX-TWO: 1\r\n\r\n", List.of());
        reader.clear();
        read(reader, head, lengths);
        return reader.head().fields();
    }

    private static void read(RequestReader reader, String head, List<Integer> lengths) {
        byte[] bytes = Ascii.bytes(head);
        int at = 0;
        for (int length : lengths) {
            int end = Math.min(bytes.length, at + length);
            reader.readHead(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        reader.readHead(Unpooled.wrappedBuffer(Arrays.copyOfRange(bytes, at, bytes.length)));
    }

    private static String written(HeaderBlock fields) {
        byte[] out = new byte[fields.writtenAtMost()];
        int end = fields.write(out, 0);
        Spellings spellings = fields.spellings();
        if (spellings != null) {
            spellings.respell(out, 0, end);
        }
        return Ascii.text(out, 0, end);
    }

    @Property
    void eachNameGoesOutAsItCameFirst(@ForAll("names") List<String> names, @ForAll("lengths") List<Integer> lengths) {
        Map<String, String> first = new LinkedHashMap<>();
        StringBuilder lines = new StringBuilder("Host: a\r\n");
        StringBuilder expected = new StringBuilder("Host: a\r\n");
        for (String name : names) {
            lines.append(name).append(": v\r\n");
            expected.append(first.computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> name))
                    .append(": v\r\n");
        }
        assertThat(written(read(START + lines + "\r\n", lengths))).isEqualTo(expected.toString());
    }

    @Test
    void whatIsChangedOrAddedUnderANameThatCameIsSpelledAsItCame() {
        HeaderBlock fields = read(START + "Host: a\r\nX-Own: 1\r\nX-Folded: 1\r\n 2\r\nX-Last: 3\r\n\r\n", List.of(3));
        fields.remove(fields.next(Ascii.bytes("x-own"), -1));
        fields.add(Ascii.bytes("x-own"), Ascii.bytes("2"));
        fields.add(Ascii.bytes("x-new"), Ascii.bytes("X"));
        assertThat(written(fields)).isEqualTo("Host: a\r\nX-Folded: 1 2\r\nX-Last: 3\r\nX-Own: 2\r\nx-new: X\r\n");
    }

    @Test
    void aCopyIsItsOwn() {
        HeaderBlock fields = read(START + "Host: a\r\nX-Own: 1\r\n\r\n", List.of());
        HeaderBlock copy = new HeaderBlock();
        copy.copy(fields);
        fields.clear();
        assertThat(written(copy)).isEqualTo("Host: a\r\nX-Own: 1\r\n");
    }

    @Test
    void manyNamesAndLongHeadsHaveRoom() {
        List<String> lines = new ArrayList<>(List.of("Host: a"));
        for (int i = 0; i < 60; i++) {
            lines.add("X-Name-" + i + ": " + "V".repeat(200));
        }
        String head = String.join("\r\n", lines) + "\r\n";
        assertThat(written(read(START + head + "\r\n", List.of(900)))).isEqualTo(head);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of("x-a", "X-A", "X-a", "x-Two", "X-TWO", "Accept", "ACCEPT", "Via", "user-Agent")
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.integers().between(1, 40).list().ofMaxSize(20);
    }
}
