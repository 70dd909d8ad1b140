package io.sluice.conformance.observation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes as recordings write them: lower-case hexadecimal. */
final class Sha256 {
    private Sha256() {}

    static String hex(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** What stands for a text that is too long to be recorded. */
    static String instead(String text) {
        return "<" + text.length() + " characters, sha256 " + hex(text.getBytes(StandardCharsets.UTF_8)) + ">";
    }
}
