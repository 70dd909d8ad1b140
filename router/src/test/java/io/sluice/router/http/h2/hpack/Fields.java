package io.sluice.router.http.h2.hpack;

import io.sluice.router.http.HeaderBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fields of a block as text, {@code name: value} each; pseudo fields too. */
final class Fields implements FieldTaker {
    final List<String> seen = new ArrayList<>();
    final List<Boolean> never = new ArrayList<>();
    final HeaderBlock block = new HeaderBlock();

    @Override
    public void field(
            HeaderBlock into, int nameStart, int nameEnd, int valueStart, int valueEnd, boolean neverIndexed) {
        byte[] bytes = into.bytes();
        seen.add(text(bytes, nameStart, nameEnd) + ": " + text(bytes, valueStart, valueEnd));
        never.add(neverIndexed);
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** What a decoder reads in a block; null if it says anything but DONE. */
    static List<String> decoded(HpackDecoder decoder, byte[] encoded) {
        Fields fields = new Fields();
        HpackDecoder.Verdict verdict = decoder.decode(encoded, 0, encoded.length, fields.block, fields);
        return verdict == HpackDecoder.Verdict.DONE ? fields.seen : List.of(verdict.toString());
    }

    static byte[] encoded(HpackEncoder encoder, List<String> fields) {
        byte[] out = new byte[64 * 1024];
        encoder.begin(out, 0);
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            byte[] name = field.substring(0, colon).getBytes(StandardCharsets.ISO_8859_1);
            byte[] value = field.substring(colon + 2).getBytes(StandardCharsets.ISO_8859_1);
            encoder.field(name, 0, name.length, value, 0, value.length, field.startsWith("secret"));
        }
        return java.util.Arrays.copyOf(out, encoder.end());
    }
}
