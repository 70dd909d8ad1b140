package io.sluice.conformance.observation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A body: its length and hash decide, its text is for people and for comparison as JSON.
 *
 * @param text empty where only length and hash were recorded, or where it is long; base64 if it is no UTF-8
 */
public record Body(long bytes, String sha256, String text) {
    private static final int LONGEST_TEXT = 2048;

    public static final Body EMPTY = of(new byte[0]);

    public static Body of(byte[] content) {
        return new Body(content.length, Sha256.hex(content), content.length > LONGEST_TEXT ? "" : readable(content));
    }

    public boolean same(Body other) {
        return bytes == other.bytes && sha256.equals(other.sha256);
    }

    private static String readable(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException binary) {
            return "base64 " + Base64.getEncoder().encodeToString(content);
        }
    }

    @Override
    public String toString() {
        return bytes == 0 || !text.isEmpty() ? text : bytes + " bytes, sha256 " + sha256;
    }
}
