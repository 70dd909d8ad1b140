package io.sluice.router.policy.jwt;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** How a token may be signed (RFC 7518 §3.1, RFC 8037): each with its kind of key, and with no other. */
@SuppressWarnings("ImmutableEnumChecker") // the parameters are values of the JDK's, never written to
enum Algorithm {
    RS256("SHA256withRSA", Kind.RSA, 0, null),
    RS384("SHA384withRSA", Kind.RSA, 0, null),
    RS512("SHA512withRSA", Kind.RSA, 0, null),
    PS256("RSASSA-PSS", Kind.RSA, 0, pss("SHA-256", MGF1ParameterSpec.SHA256, 32)),
    PS384("RSASSA-PSS", Kind.RSA, 0, pss("SHA-384", MGF1ParameterSpec.SHA384, 48)),
    PS512("RSASSA-PSS", Kind.RSA, 0, pss("SHA-512", MGF1ParameterSpec.SHA512, 64)),
    ES256("SHA256withECDSAinP1363Format", Kind.P256, 64, null),
    ES384("SHA384withECDSAinP1363Format", Kind.P384, 96, null),
    ES512("SHA512withECDSAinP1363Format", Kind.P521, 132, null),
    HS256("HmacSHA256", Kind.SECRET, 32, null),
    HS384("HmacSHA384", Kind.SECRET, 48, null),
    HS512("HmacSHA512", Kind.SECRET, 64, null),
    EDDSA("Ed25519", Kind.ED25519, 64, null);

    /** What a key is. */
    enum Kind {
        RSA,
        P256,
        P384,
        P521,
        ED25519,
        SECRET
    }

    private final String jdk;
    private final Kind kind;
    private final int length;
    private final @Nullable AlgorithmParameterSpec parameters;

    /** @param length of a signature in bytes; 0 = as long as its key */
    Algorithm(String jdk, Kind kind, int length, @Nullable AlgorithmParameterSpec parameters) {
        this.jdk = jdk;
        this.kind = kind;
        this.length = length;
        this.parameters = parameters;
    }

    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
        return new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** By the name in a token's header; null if nobody knows it. */
    static @Nullable Algorithm of(String name) {
        for (Algorithm algorithm : values()) {
            if (algorithm.label().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    /** As tokens and keys name it. */
    String label() {
        return this == EDDSA ? "EdDSA" : name();
    }

    boolean verifies(Kind of, Key key, byte[] data, byte[] signature) {
        if (of != kind || (length > 0 && signature.length != length)) {
            return false;
        }
        try {
            if (kind == Kind.SECRET) {
                Mac mac = Mac.getInstance(jdk);
                mac.init(key);
                return MessageDigest.isEqual(mac.doFinal(data), signature);
            }
            Signature verifier = Signature.getInstance(jdk);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify((PublicKey) key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
