package io.sluice.router.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.jwt.CompiledAuthentication.Result;
import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.JwtAuthentication.ClaimHeader;
import io.sluice.table.policy.JwtAuthentication.Rule;
import io.sluice.table.policy.JwtAuthentication.TokenHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tokens are good, and what is told of those that are not (istio.md §4.2, reliability.md §7.1). */
class TokensTest {
    private static final String SECRET = "a secret of thirty-two bytes, ok";
    private static final String KEYS = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"" + base64(SECRET) + "\"}]}";

    @ParameterizedTest(name = "{0}.{1}")
    @CsvSource(delimiter = '|', textBlock = """
        {"alg":"HS256"} | {"iss":"i","sub":"s"} | good
        {"alg":"HS256","kid":"k"} | {"iss":"i"} | good
        {"alg":"HS256","kid":"other"} | {"iss":"i"} | NO_KEY
        {"alg":"HS384"} | {"iss":"i"} | VERIFICATION
        {"alg":"none"} | {"iss":"i"} | ALG_UNKNOWN
        {"alg":"hs256"} | {"iss":"i"} | ALG_UNKNOWN
        {"typ":"JWT"} | {"iss":"i"} | ALG_MISSING
        {"alg":"HS256","kid":7} | {"iss":"i"} | KID_NO_TEXT
        {"alg":"HS256","crit":["exp"]} | {"iss":"i"} | VERIFICATION
        {"alg":"HS256","alg":"HS256"} | {"iss":"i"} | HEADER_JSON
        {"alg":"HS256"} | {"iss":"i","iss":"i"} | PAYLOAD_JSON
        {"alg":"HS256"} | {"iss":"i","a":"\\u0000"} | PAYLOAD_JSON
        {"alg":"HS256"} | {"iss":"i",} | PAYLOAD_JSON
        {"alg":"HS256"} | ["iss"] | PAYLOAD_JSON
        {"alg":"HS256"} | {"iss":"I"} | UNKNOWN_ISSUER
        {"alg":"HS256"} | {"iss":7} | ISS_NO_TEXT
        {"alg":"HS256"} | {"iss":"i","sub":7} | SUB_NO_TEXT
        {"alg":"HS256"} | {"iss":"i","exp":"4102444800"} | EXP_NO_INTEGER
        {"alg":"HS256"} | {"iss":"i","exp":-1} | EXP_OUT_OF_RANGE
        {"alg":"HS256"} | {"iss":"i","exp":9223372036854775808} | EXP_OUT_OF_RANGE
        {"alg":"HS256"} | {"iss":"i","exp":0} | EXPIRED
        {"alg":"HS256"} | {"iss":"i","exp":1600000000} | EXPIRED
        {"alg":"HS256"} | {"iss":"i","exp":4102444800.5} | good
        {"alg":"HS256"} | {"iss":"i","nbf":4102444800} | NOT_YET_VALID
        {"alg":"HS256"} | {"iss":"i","aud":[1]} | AUD_NO_TEXTS
        """)
    void isToldWhatIsWrong(String header, String payload, String expected) throws Exception {
        String head = "authorization: Bearer " + token(header, payload) + "\r\n";
        assertThat(outcome(rule(List.of(), List.of()), "/", head)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"a.b, BAD_FORMAT", "a.b.c.d, BAD_FORMAT", "a..c, BAD_FORMAT", "a.b.c, HEADER_BASE64"})
    void whatIsNoTokenIsBad(String text, String expected) {
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Bearer " + text + "\r\n"))
                .isEqualTo(expected);
    }

    @Test
    void aSignatureWithPaddingOrAnotherByteIsNone() throws Exception {
        String good = token("{\"alg\":\"HS256\"}", "{\"iss\":\"i\"}");
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Bearer " + good + "=\r\n"))
                .isEqualTo("SIGNATURE_BASE64");
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Bearer " + good + "AAA\r\n"))
                .isNotEqualTo("good");
    }

    @Test
    void withoutATokenTheRequestIsNobodys() {
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Basic eDp5\r\n"))
                .isEqualTo("none");
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: bearer a.b.c\r\n"))
                .isEqualTo("none");
    }

    @Test
    void aTokenInTheQueryIsCutOutAndEveryOtherByteStays() throws Exception {
        String good = token("{\"alg\":\"HS256\"}", "{\"iss\":\"i\"}");
        assertThat(afterwards("/p?access_token=" + good)).isEqualTo("/p");
        assertThat(afterwards("/p?y=a%20b&access_token=" + good + "&flag")).isEqualTo("/p?y=a%20b&flag");
        assertThat(afterwards("/p?x=1&access_token=" + good)).isEqualTo("/p?x=1");
        assertThat(afterwards("/p?access_token=" + good + "&x=1&access_token=a"))
                .isEqualTo("/p?x=1");
    }

    @Test
    void headersThatTellOfATokenAreTheRoutersToWrite() throws Exception {
        Rule rule = new Rule(
                "i",
                List.of(),
                new JwtAuthentication.Keys.Inline(KEYS),
                List.of(new TokenHeader("X-Token", "")),
                List.of(),
                List.of("t"),
                true,
                "x-payload",
                List.of(new ClaimHeader("X-Name", List.of("n", "m"))),
                List.of());
        CompiledAuthentication compiled =
                CompiledAuthentication.of(new JwtAuthentication(List.of(rule)), new Keys(false));
        String payload = "{\"iss\":\"i\",\"n\":{\"m\":[1,\"a\"]}}";
        RequestHead head = head(
                "/",
                "x-name: fake\r\nx-payload: fake\r\ncookie: a=b; t=\"" + token("{\"alg\":\"HS256\"}", payload)
                        + "\"\r\n");
        compiled.sanitize(head);
        assertThat(compiled.check(head, new TokenCache())).isInstanceOf(Result.Passes.class);
        assertThat(fields(head))
                .contains("x-payload: " + base64(payload))
                .contains("x-name: " + Base64.getEncoder().encodeToString("[1,\"a\"]".getBytes(StandardCharsets.UTF_8)))
                .noneMatch(line -> line.endsWith("fake"));
    }

    @Test
    void aGoodTokenIsKeptAndABadOneIsNot() throws Exception {
        CompiledAuthentication compiled =
                CompiledAuthentication.of(new JwtAuthentication(List.of(rule(List.of(), List.of()))), new Keys(false));
        TokenCache cache = new TokenCache();
        String good = token("{\"alg\":\"HS256\"}", "{\"iss\":\"i\",\"sub\":\"s\"}");
        Result first = compiled.check(head("/", "authorization: Bearer " + good + "\r\n"), cache);
        Result second = compiled.check(head("/", "authorization: Bearer " + good + "\r\n"), cache);
        assertThat(first).isEqualTo(second);
        assertThat(second.toString()).doesNotContain("sub").doesNotContain(good);
    }

    /** What costs most comes last: of a stranger's, late or misdirected token no signature is looked at. */
    @Test
    void aSignatureIsLookedAtLast() {
        String forged = base64("{\"alg\":\"HS256\"}") + "." + base64("{\"iss\":\"other\"}") + ".AAAA";
        String late = base64("{\"alg\":\"HS256\"}") + "." + base64("{\"iss\":\"i\",\"exp\":1}") + ".AAAA";
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Bearer " + forged + "\r\n"))
                .isEqualTo("UNKNOWN_ISSUER");
        assertThat(outcome(rule(List.of(), List.of()), "/", "authorization: Bearer " + late + "\r\n"))
                .isEqualTo("EXPIRED");
    }

    /** A head is bounded, and so is a token; a long one is good, but not kept. */
    @Test
    void aTokenIsAsLongAsAHeadMayBe() throws Exception {
        String padding = "x".repeat(40_000);
        String payload = "{\"iss\":\"i\",\"p\":\"" + padding + "\"}";
        String field = "authorization: Bearer " + token("{\"alg\":\"HS256\"}", payload) + "\r\n";
        assertThat(field.length()).isLessThan(Limits.DEFAULT.maxHeadBytes());
        assertThat(outcome(rule(List.of(), List.of()), "/", field)).isEqualTo("good");
        String longer = "GET / HTTP/1.1\r\nhost: h\r\nauthorization: Bearer "
                + "x".repeat(Limits.DEFAULT.maxHeadBytes()) + "\r\n\r\n";
        assertThat(HeadReading.of(Ascii.bytes(longer), Limits.DEFAULT).failure())
                .isNotNull();
    }

    @Test
    void aPublishedSetHasNoSecrets() {
        assertThat(KeySet.parse(KEYS, false)).isNull();
        assertThat(KeySet.parse(KEYS, true)).isNotNull();
        assertThat(KeySet.parse("{\"keys\":[]}", true)).isNull();
        assertThat(KeySet.parse("no json", true)).isNull();
    }

    private static Rule rule(List<TokenHeader> headers, List<String> parameters) {
        return new Rule(
                "i",
                List.of(),
                new JwtAuthentication.Keys.Inline(KEYS),
                headers,
                parameters,
                List.of(),
                false,
                null,
                List.of(),
                List.of());
    }

    private static String outcome(Rule rule, String target, String fields) {
        CompiledAuthentication compiled =
                CompiledAuthentication.of(new JwtAuthentication(List.of(rule)), new Keys(false));
        return switch (compiled.check(head(target, fields), new TokenCache())) {
            case Result.Passes passes -> passes.claims() == null ? "none" : "good";
            case Result.Refused refused -> refused.error().name();
        };
    }

    private static String afterwards(String target) {
        CompiledAuthentication compiled =
                CompiledAuthentication.of(new JwtAuthentication(List.of(rule(List.of(), List.of()))), new Keys(false));
        RequestHead head = head(target, "");
        assertThat(compiled.check(head, new TokenCache())).isInstanceOf(Result.Passes.class);
        return Ascii.text(head.bytes(), head.pathStart(), head.pathEnd())
                + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
    }

    private static List<String> fields(RequestHead head) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < head.fields().count(); i++) {
            if (!head.fields().removed(i)) {
                lines.add(head.fields().name(i) + ": " + head.fields().value(i));
            }
        }
        return lines;
    }

    private static RequestHead head(String target, String fields) {
        String head = "GET " + target + " HTTP/1.1\r\nhost: h\r\n" + fields + "\r\n";
        return HeadReading.of(Ascii.bytes(head), Limits.DEFAULT).head();
    }

    private static String token(String header, String payload) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HMAC"));
        String signed = base64(header) + "." + base64(payload);
        byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
