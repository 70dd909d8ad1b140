package io.sluice.watcher.certificate;

import io.sluice.watcher.certificate.Pem.Block;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Private keys in each form that openssl writes: PKCS #8, PKCS #1 ({@code RSA PRIVATE KEY}) and SEC 1 ({@code EC PRIVATE KEY}). The
 * last two lack the name of their algorithm, which their certificate knows.
 */
final class PrivateKeys {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    private static final int LEAST_RSA_BITS = 2048;

    private PrivateKeys() {}

    /** The key as PKCS #8 in PEM. */
    static String of(String text, PublicKey certified) throws BadPem {
        for (Block block : Pem.blocks(text)) {
            byte[] encoded = switch (block.label()) {
                case "PRIVATE KEY" -> block.content();
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> wrapped(block.content(), certified);
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new BadPem("is encrypted; a Secret holds it without a pass phrase");
                default -> null;
            };
            if (encoded != null) {
                check(encoded, certified);
                return Pem.text("PRIVATE KEY", encoded);
            }
        }
        throw new BadPem("holds no private key (PEM, -----BEGIN PRIVATE KEY-----)");
    }

    /** By a signature: whether the public half of the key is the certificate's. */
    private static void check(byte[] encoded, PublicKey certified) throws BadPem {
        String scheme = switch (certified) {
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() < LEAST_RSA_BITS ->
                throw new BadPem("is of RSA with fewer than 2048 bits, which clients do not take");
            case RSAPublicKey rsa -> "SHA256withRSA";
            case ECPublicKey ec -> "SHA256withECDSA";
            default -> throw new BadPem("is of an algorithm that is not for TLS: take RSA or ECDSA");
        };
        try {
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance(scheme);
            signature.initSign(key);
            signature.update(VERSION);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(VERSION);
            if (!signature.verify(signed)) {
                throw new BadPem("is not the key of the certificate beside it");
            }
        } catch (GeneralSecurityException unlike) {
            throw new BadPem("cannot be read as the key of the certificate beside it");
        }
    }

    /** PKCS #8: version, algorithm, and the key in its own form (RFC 5208 §5). */
    private static byte[] wrapped(byte[] key, PublicKey certified) {
        return element(SEQUENCE, VERSION, algorithm(certified.getEncoded()), element(OCTET_STRING, key));
    }

    /** A public key begins with the same description of its algorithm (RFC 5280 §4.1). */
    private static byte[] algorithm(byte[] publicKey) {
        int start = headerLength(publicKey, 0);
        int length = headerLength(publicKey, start) + contentLength(publicKey, start);
        return Arrays.copyOfRange(publicKey, start, start + length);
    }

    private static int headerLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? 2 : 2 + (first & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = 0; first >= 0x80 && i < (first & 0x7f); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... contents) {
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        byte[] element = new byte[length + 4];
        element[0] = (byte) tag;
        element[1] = (byte) 0x82;
        element[2] = (byte) (length >>> 8);
        element[3] = (byte) length;
        int at = 4;
        for (byte[] content : contents) {
            System.arraycopy(content, 0, element, at, content.length);
            at += content.length;
        }
        return element;
    }
}
