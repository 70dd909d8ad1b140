package io.sluice.router.policy.jwt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who signs tokens, and whose public keys everybody has: RSA, P-256 and Ed25519. */
final class Issuer {
    private final KeyPair rsa = pair("RSA", 2048);
    private final KeyPair ec = pair();
    private final KeyPair ed = pair("Ed25519", 255);

    private static KeyPair pair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** As it publishes them; of each kind one, named {@code r}, {@code e} and {@code d}. */
    String jwks() {
        return "{\"keys\":[" + rsaKey("r") + "," + ecKey() + "," + edKey() + "]}";
    }

    /** Its RSA key alone. */
    String rsaKey(String kid) {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        return "{\"kty\":\"RSA\",\"kid\":\"" + kid + "\",\"n\":\"" + url(unsigned(key.getModulus(), 256))
                + "\",\"e\":\"" + url(key.getPublicExponent().toByteArray()) + "\"}";
    }

    private String ecKey() {
        ECPublicKey key = (ECPublicKey) ec.getPublic();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"x\":\""
                + url(unsigned(key.getW().getAffineX(), 32)) + "\",\"y\":\""
                + url(unsigned(key.getW().getAffineY(), 32)) + "\"}";
    }

    private String edKey() {
        byte[] encoded = ((EdECPublicKey) ed.getPublic()).getEncoded(); // the last 32 bytes are RFC 8032's
        byte[] point = java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"d\",\"x\":\"" + url(point) + "\"}";
    }

    PublicKey rsaPublic() {
        return rsa.getPublic();
    }

    byte[] rsaModulus() {
        return unsigned(((RSAPublicKey) rsa.getPublic()).getModulus(), 256);
    }

    /** A whole token, signed as its issuer would. */
    String token(String algorithm, String header, String payload) {
        String signed = url(header) + "." + url(payload);
        return signed + "." + url(sign(algorithm, signed));
    }

    byte[] sign(String algorithm, String signed) {
        try {
            PrivateKey key = switch (algorithm.charAt(0)) {
                case 'R', 'P' -> rsa.getPrivate();
                case 'E' -> algorithm.equals("EdDSA") ? ed.getPrivate() : ec.getPrivate();
                default -> throw new IllegalArgumentException(algorithm);
            };
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "PS256" -> "RSASSA-PSS";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        case "ES256-DER" -> "SHA256withECDSA";
                        case "EdDSA" -> "Ed25519";
                        default -> throw new IllegalArgumentException(algorithm);
                    });
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A shared secret's signature, whatever the secret is. */
    static byte[] hmac(byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HMAC"));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String url(String text) {
        return url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] signed = number.toByteArray();
        int from = Math.max(0, signed.length - length);
        System.arraycopy(signed, from, bytes, length - (signed.length - from), signed.length - from);
        return bytes;
    }
}
