package io.sluice.router.policy.jwt;

import io.sluice.router.policy.jwt.Algorithm.Kind;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One key of a set (RFC 7517). Immutable.
 *
 * @param kid empty if it has none: then it fits any
 * @param algorithm empty if it says none
 */
record VerifyingKey(String kid, String algorithm, Kind kind, Key key) {
    /** Below this an RSA key is no key (RFC 7518 §3.3). */
    private static final int SHORTEST_RSA = 2048;

    /** Null for a key that nothing here is signed with. */
    static @Nullable VerifyingKey of(Map<?, ?> jwk, boolean secrets) {
        if ("enc".equals(jwk.get("use"))) {
            return null;
        }
        try {
            return switch (text(jwk, "kty")) {
                case "RSA" -> rsa(jwk);
                case "EC" -> ec(jwk);
                case "OKP" -> "Ed25519".equals(jwk.get("crv")) ? ed25519(jwk) : null;
                case "oct" -> secrets ? secret(jwk) : null;
                default -> null;
            };
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            return null;
        }
    }

    private static VerifyingKey named(Map<?, ?> jwk, Kind kind, Key key) {
        return new VerifyingKey(text(jwk, "kid"), text(jwk, "alg"), kind, key);
    }

    private static @Nullable VerifyingKey rsa(Map<?, ?> jwk) throws GeneralSecurityException {
        BigInteger modulus = number(jwk, "n");
        return modulus.bitLength() < SHORTEST_RSA
                ? null
                : named(
                        jwk,
                        Kind.RSA,
                        KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(jwk, "e"))));
    }

    private static @Nullable VerifyingKey ec(Map<?, ?> jwk) throws GeneralSecurityException {
        return switch (text(jwk, "crv")) {
            case "P-256" -> ec(jwk, Kind.P256, "secp256r1");
            case "P-384" -> ec(jwk, Kind.P384, "secp384r1");
            case "P-521" -> ec(jwk, Kind.P521, "secp521r1");
            default -> null;
        };
    }

    private static VerifyingKey ec(Map<?, ?> jwk, Kind kind, String curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECPublicKeySpec spec = new ECPublicKeySpec(
                new ECPoint(number(jwk, "x"), number(jwk, "y")), parameters.getParameterSpec(ECParameterSpec.class));
        return named(jwk, kind, KeyFactory.getInstance("EC").generatePublic(spec));
    }

    private static VerifyingKey ed25519(Map<?, ?> jwk) throws GeneralSecurityException {
        byte[] little = bytes(jwk, "x");
        byte[] big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        boolean odd = big.length > 0 && (big[0] & 0x80) != 0;
        if (odd) {
            big[0] &= 0x7f;
        }
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, big));
        return named(
                jwk,
                Kind.ED25519,
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    }

    private static VerifyingKey secret(Map<?, ?> jwk) {
        return named(jwk, Kind.SECRET, new SecretKeySpec(bytes(jwk, "k"), "HMAC"));
    }

    private static BigInteger number(Map<?, ?> jwk, String field) {
        return new BigInteger(1, bytes(jwk, field));
    }

    private static byte[] bytes(Map<?, ?> jwk, String field) {
        String text = text(jwk, field);
        byte[] decoded = Base64Url.decode(text);
        if (decoded == null || decoded.length == 0) {
            throw new IllegalArgumentException(field);
        }
        return decoded;
    }

    private static String text(Map<?, ?> jwk, String field) {
        return jwk.get(field) instanceof String text ? text : "";
    }

    /** Secrets among them: what a key is, never what it holds. */
    @Override
    public String toString() {
        return kind + " " + kid;
    }
}
