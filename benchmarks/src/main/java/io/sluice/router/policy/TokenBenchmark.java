package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.JwtAuthentication.Rule;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a token add to a request: the first time it is seen, and every time after that?
 *
 * <p>A token comes again with each call of its client; that may cost 2 µs. The first look is the JDK's RSA, which nothing here makes
 * cheaper; were it more than 200 µs, it would have to leave the event loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TokenBenchmark {
    private final Facts known = new Facts(0);
    private final byte[] address = Ascii.bytes("10.0.0.1");
    private final RequestHead work = new RequestHead();
    private RequestHead with = new RequestHead();
    private RequestHead without = new RequestHead();
    private @Nullable CompiledPolicies compiled;

    @Setup
    public void sign() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        String jwks = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\""
                + base64(Arrays.copyOfRange(modulus, modulus.length - 256, modulus.length)) + "\",\"e\":\""
                + base64(key.getPublicExponent().toByteArray()) + "\"}]}";
        String signed = base64(bytes("{\"alg\":\"RS256\",\"kid\":\"r\"}")) + "."
                + base64(
                        bytes(
                                "{\"iss\":\"https://id.example.com\",\"sub\":\"alice\",\"exp\":4102444800,\"groups\":[\"a\",\"b\"]}"));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(bytes(signed));
        String token = signed + "." + base64(signature.sign());
        Rule rule = new Rule(
                "https://id.example.com",
                List.of(),
                new JwtAuthentication.Keys.Inline(jwks),
                List.of(),
                List.of(),
                List.of(),
                true,
                null,
                List.of(),
                List.of());
        compiled = CompiledPolicies.of(
                new JwtAuthentication(List.of(rule)), Authorization.NONE, new Keys(false), Tallies.NONE);
        String line = "POST /seldon/ns/m/api/v1.0/predictions HTTP/1.1\r\nhost: h\r\n";
        with = HeadReading.of(bytes(line + "authorization: Bearer " + token + "\r\n\r\n"), Limits.DEFAULT)
                .head();
        without = HeadReading.of(bytes(line + "\r\n"), Limits.DEFAULT).head();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Benchmark
    public @Nullable Denial noToken() {
        return judge(without, known);
    }

    @Benchmark
    public @Nullable Denial aTokenThatIsKnown() {
        return judge(with, known);
    }

    @Benchmark
    public @Nullable Denial aTokenThatIsNew() {
        return judge(with, new Facts(0));
    }

    private @Nullable Denial judge(RequestHead head, Facts facts) {
        work.copy(head);
        Denial denial = compiled == null ? null : compiled.judge(facts.of(work, address, address, address, 8080));
        if (denial != null) {
            throw new IllegalStateException(denial.details());
        }
        return null;
    }
}
