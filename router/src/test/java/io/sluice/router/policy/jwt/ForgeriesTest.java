package io.sluice.router.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.jwt.CompiledAuthentication.Result;
import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.JwtAuthentication.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that somebody made up (reliability.md §7.1): of all of them, none is taken. */
class ForgeriesTest {
    private static final Issuer ISSUER = new Issuer();
    private static final Issuer STRANGER = new Issuer();
    private static final String GOOD = "{\"iss\":\"https://i.example/\",\"sub\":\"s\",\"exp\":4102444800}";

    @ParameterizedTest
    @CsvSource({"RS256,r", "PS256,r", "ES256,e", "EdDSA,d"})
    void whatTheIssuerSignedIsGood(String algorithm, String kid) {
        for (String header : List.of(
                "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}",
                "{\"alg\":\"" + algorithm + "\"}",
                "{\"alg\":\"" + algorithm + "\",\"kid\":\"\"}")) {
            assertThat(outcome(ISSUER.token(algorithm, header, GOOD)))
                    .as(header)
                    .isEqualTo("good");
        }
    }

    /** {@code signed by} is an algorithm of the issuer's own keys, or a way to forge. */
    @ParameterizedTest(name = "{0} signed by {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        {"alg":"none"}                   | - | nobody
        {"alg":"None"}                   | - | nobody
        {"alg":"nOnE"}                   | - | nobody
        {"alg":""}                       | - | nobody
        {"typ":"JWT"}                    | - | nobody
        {"typ":"JWT"}                    | - | RS256
        {"alg":null}                     | - | RS256
        {"alg":["RS256"]}                | - | RS256
        {"alg":"rs256"}                  | - | RS256
        {"alg":"RS256","kid":"r"}        | - | nobody
        {"alg":"RS256","kid":"r"}        | - | no bytes
        {"alg":"RS256","kid":"r"}        | - | stranger
        {"alg":"ES256","kid":"e"}        | - | stranger
        {"alg":"EdDSA","kid":"d"}        | - | stranger
        {"alg":"HS256","kid":"r"}        | - | public key as PEM
        {"alg":"HS256","kid":"r"}        | - | public key as DER
        {"alg":"HS256","kid":"r"}        | - | modulus
        {"alg":"HS256","kid":"r"}        | - | modulus as text
        {"alg":"HS256"}                  | - | public key as PEM
        {"alg":"HS256"}                  | - | nothing as secret
        {"alg":"RS256","kid":"r"}        | - | PS256
        {"alg":"PS256","kid":"r"}        | - | RS256
        {"alg":"RS384","kid":"r"}        | - | RS256
        {"alg":"RS256","kid":"e"}        | - | RS256
        {"alg":"ES256","kid":"r"}        | - | ES256
        {"alg":"ES384","kid":"e"}        | - | ES256
        {"alg":"ES256","kid":"e"}        | - | zeros
        {"alg":"ES256","kid":"e"}        | - | r of zero
        {"alg":"ES256","kid":"e"}        | - | order of the curve
        {"alg":"ES256","kid":"e"}        | - | ES256-DER
        {"alg":"ES256","kid":"e"}        | - | one byte more
        {"alg":"ES256","kid":"e"}        | - | one byte less
        {"alg":"EdDSA","kid":"d"}        | - | one byte more
        {"alg":"RS256","kid":"../../dev/null"}           | - | RS256
        {"alg":"RS256","kid":"r' OR '1'='1"}             | - | RS256
        {"alg":"RS256","kid":["r"]}                      | - | RS256
        {"alg":"RS256","kid":{"a":"r"}}                  | - | RS256
        {"alg":"RS256","kid":"R"}                        | - | RS256
        {"alg":"RS256","kid":"r ","x":1}                 | - | RS256
        {"alg":"RS256","jku":"https://evil.example/k"}   | - | stranger
        {"alg":"RS256","x5u":"https://evil.example/c"}   | - | stranger
        {"alg":"RS256","x5c":["AAAA"]}                   | - | stranger
        {"alg":"RS256","jwk":$STRANGER}                  | - | stranger
        {"alg":"RS256","crit":["exp"],"exp":1}           | - | RS256
        {"alg":"RS256","crit":["x"],"x":1}               | - | RS256
        {"alg":"RS256","crit":[]}                        | - | RS256
        {"alg":"RS256","b64":false,"crit":["b64"]}       | - | RS256
        {"alg":"RS256","alg":"none"}                     | - | RS256
        {"alg":"none","alg":"RS256"}                     | - | RS256
        {"alg":"RS256"} x                                | - | RS256
        {"alg":"RS256"} | {"iss":"https://i.example","sub":"s"}    | RS256
        {"alg":"RS256"} | {"iss":"https://I.example/","sub":"s"}   | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/x","sub":"s"}  | RS256
        {"alg":"RS256"} | {"iss":"https://i.exam","sub":"s"}       | RS256
        {"alg":"RS256"} | {"iss":"https://\u0456.example/","sub":"s"} | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/\u0000","sub":"s"} | RS256
        {"alg":"RS256"} | {"iss":["https://i.example/"],"sub":"s"} | RS256
        {"alg":"RS256"} | {"sub":"s"}                              | RS256
        {"alg":"RS256"} | {"iss":null,"sub":"s"}                   | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":1600000000}    | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":0}             | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":-1}            | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":"4102444800"}  | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":9223372036854775808} | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":1e400}         | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","exp":null,"exp":1}  | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","nbf":4102444800}    | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s","nbf":"0"}           | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"a","sub":"b"}           | RS256
        {"alg":"RS256"} | {"iss":"https://evil/","iss":"https://i.example/"}         | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","a":{"b":1,"b":2}}             | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"a\u0000b"}              | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":"s",}                    | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":'s'}                     | RS256
        {"alg":"RS256"} | {"iss":"https://i.example/","sub":7}                       | RS256
        {"alg":"RS256"} | $DEEP                                                      | RS256
        {"alg":"RS256"} | $BAD_UTF8                                                  | RS256
        """)
    void isNotTaken(String header, String payload, String signer) {
        String token = forge(
                header.replace("$STRANGER", STRANGER.rsaKey("s")),
                payload == null ? bytes(GOOD) : payload(payload),
                signer);
        assertThat(outcome(token)).isNotEqualTo("good").isNotEqualTo("none");
    }

    private static byte[] payload(String text) {
        return switch (text) {
            case "$DEEP" -> bytes("{\"iss\":\"https://i.example/\",\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}");
            case "$BAD_UTF8" ->
                "{\"iss\":\"https://i.example/\",\"sub\":\"\u00c3\"}".getBytes(StandardCharsets.ISO_8859_1);
            default -> bytes(text);
        };
    }

    private static String forge(String header, byte[] payload, String signer) {
        String signed = Issuer.url(header) + "." + Issuer.url(payload);
        byte[] zeros = new byte[64];
        return signed + "."
                + switch (signer) {
                    case "nobody" -> "";
                    case "no bytes" -> Issuer.url(new byte[256]);
                    case "stranger" -> Issuer.url(STRANGER.sign(algorithm(header), signed));
                    case "public key as PEM" -> Issuer.url(Issuer.hmac(bytes(pem()), signed));
                    case "public key as DER" ->
                        Issuer.url(Issuer.hmac(ISSUER.rsaPublic().getEncoded(), signed));
                    case "modulus" -> Issuer.url(Issuer.hmac(ISSUER.rsaModulus(), signed));
                    case "modulus as text" -> Issuer.url(Issuer.hmac(bytes(Issuer.url(ISSUER.rsaModulus())), signed));
                    case "nothing as secret" -> Issuer.url(Issuer.hmac(new byte[1], signed));
                    case "zeros" -> Issuer.url(zeros);
                    case "r of zero" -> {
                        zeros[63] = 1;
                        yield Issuer.url(zeros);
                    }
                    case "order of the curve" -> Issuer.url(twice(order()));
                    case "one byte more" -> Issuer.url(Arrays.copyOf(real(header, signed), 65));
                    case "one byte less" -> Issuer.url(Arrays.copyOf(real(header, signed), 63));
                    default -> Issuer.url(ISSUER.sign(signer, signed));
                };
    }

    private static byte[] real(String header, String signed) {
        return ISSUER.sign(algorithm(header), signed);
    }

    private static String algorithm(String header) {
        return header.contains("ES256") ? "ES256" : header.contains("EdDSA") ? "EdDSA" : "RS256";
    }

    private static byte[] order() {
        return java.util.HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    }

    private static byte[] twice(byte[] half) {
        byte[] whole = Arrays.copyOf(half, half.length * 2);
        System.arraycopy(half, 0, whole, half.length, half.length);
        return whole;
    }

    private static String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(ISSUER.rsaPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** A good token of which something was changed, in every place where that is possible. */
    @Test
    void noByteOfAGoodTokenMayChange() {
        String good = ISSUER.token("ES256", "{\"alg\":\"ES256\",\"kid\":\"e\"}", GOOD);
        Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();
        changes.put("padding", token -> token + "=");
        changes.put("padding of the payload", token -> token.replaceFirst("\\.([^.]+)\\.", ".$1=."));
        changes.put("a fourth part", token -> token + ".");
        changes.put("a fourth part with something in it", token -> token + ".AAAA");
        changes.put("five parts, as an encrypted token has", token -> token + ".AAAA.AAAA");
        changes.put("no signature", token -> token.substring(0, token.lastIndexOf('.') + 1));
        changes.put("no part for one", token -> token.substring(0, token.lastIndexOf('.')));
        changes.put("a comma at its end", token -> token + ",");
        changes.put("itself once more", token -> token + "," + token);
        changes.put("a blank within", token -> token.substring(0, 20) + " " + token.substring(20));
        changes.put("plus and slash", token -> token.replaceFirst("\\.[^.]+$", ".+/") + "A".repeat(84));
        changes.put("brackets", token -> "(" + token + ")");
        changes.put(
                "a token as its payload", token -> forge("{\"alg\":\"ES256\",\"cty\":\"JWT\"}", bytes(token), "ES256"));
        // The last letter of 64 bytes has four bits that stand for nothing.
        changes.put(
                "bits that stand for nothing",
                token -> token.substring(0, token.length() - 1) + (char) (token.charAt(token.length() - 1) + 1));
        changes.forEach((what, change) ->
                assertThat(outcome(change.apply(good))).as(what).isNotEqualTo("good"));
        for (int i = 0; i < good.length(); i++) {
            char c = good.charAt(i);
            String changed = good.substring(0, i) + (c == 'A' ? 'g' : 'A') + good.substring(i + 1);
            assertThat(outcome(changed)).as("byte " + i).isNotEqualTo("good");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: bearer $", "authorization: BEARER $", "authorization: Bearer\t$",
                        "authorization: Bearer$",
                "authorization: $", "authorization: Basic $", "authorization: Token $", "x-authorization: Bearer $",
                "authorization-: Bearer $", "cookie: access_token=$", "proxy-authorization: Bearer $"
            })
    void whereNobodyLooksIsNoToken(String field) {
        String good = ISSUER.token("ES256", "{\"alg\":\"ES256\"}", GOOD);
        assertThat(outcome("/", field.replace("$", good) + "\r\n")).isEqualTo("none");
    }

    @Test
    void ofTwoTokensInOnePlaceOrInTwoAllMustBeGood() {
        String good = ISSUER.token("ES256", "{\"alg\":\"ES256\"}", GOOD);
        String bad = forge("{\"alg\":\"ES256\"}", bytes(GOOD), "zeros");
        assertThat(outcome("/", "authorization: Bearer " + good + "\r\nauthorization: Bearer " + good + "\r\n"))
                .isNotEqualTo("good");
        assertThat(outcome("/", "authorization: Bearer " + bad + "\r\nauthorization: Bearer " + good + "\r\n"))
                .isNotEqualTo("good");
        assertThat(outcome("/?access_token=" + bad, "authorization: Bearer " + good + "\r\n"))
                .isNotEqualTo("good");
        assertThat(outcome("/?access_token=" + good, "authorization: Bearer " + bad + "\r\n"))
                .isNotEqualTo("good");
        assertThat(outcome("/?access_token=" + good, "authorization: Bearer " + good + "\r\n"))
                .isEqualTo("good");
    }

    @ParameterizedTest(name = "exp {0} s from now, nbf {1}")
    @CsvSource({"-59,,good", "-62,,EXPIRED", ",58,good", ",62,NOT_YET_VALID", "3600,-3600,good"})
    void clocksMayDifferByAMinute(Long expires, Long notBefore, String expected) {
        long now = System.currentTimeMillis() / 1000;
        String payload = "{\"iss\":\"https://i.example/\""
                + (expires == null ? "" : ",\"exp\":" + (now + expires))
                + (notBefore == null ? "" : ",\"nbf\":" + (now + notBefore))
                + "}";
        assertThat(outcome(ISSUER.token("ES256", "{\"alg\":\"ES256\"}", payload)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(delimiter = '|', textBlock = """
        "model"             | model     | good
        ["a","model"]       | model     | good
        ["a","b"]           | b,c       | good
        "models"            | model     | AUDIENCE
        "Model"             | model     | AUDIENCE
        []                  | model     | AUDIENCE
        ["model",1]         | model     | AUD_NO_TEXTS
        {"model":1}         | model     | AUD_NO_TEXTS
        "anything"          |           | good
        """)
    void anAudienceThatIsAskedForMustBeThere(String audience, String wanted, String expected) {
        String payload = "{\"iss\":\"https://i.example/\",\"aud\":" + audience + "}";
        List<String> audiences = wanted == null ? List.of() : List.of(wanted.split(",", -1));
        String token = ISSUER.token("ES256", "{\"alg\":\"ES256\"}", payload);
        assertThat(outcome(rule(audiences, ISSUER.jwks()), "/", "authorization: Bearer " + token + "\r\n"))
                .isEqualTo(expected);
    }

    /** Sets of keys in which something is no key: it is left out, and nothing stands in for it. */
    @Test
    void whatIsNoKeyVerifiesNothing() {
        String weak =
                "{\"kty\":\"RSA\",\"kid\":\"r\",\"n\":\"" + Issuer.url(new byte[] {-1, -1, 3}) + "\",\"e\":\"AQAB\"}";
        String encrypting = ISSUER.rsaKey("r").replace("\"kty\"", "\"use\":\"enc\",\"kty\"");
        String other = ISSUER.rsaKey("r").replace("\"kty\"", "\"alg\":\"RS512\",\"kty\"");
        String token = ISSUER.token("RS256", "{\"alg\":\"RS256\",\"kid\":\"r\"}", GOOD);
        String field = "authorization: Bearer " + token + "\r\n";
        for (String keys : List.of("", weak, encrypting, other, "7", "null", "{}", STRANGER.rsaKey("r"))) {
            assertThat(outcome(rule(List.of(), "{\"keys\":[" + keys + "]}"), "/", field))
                    .as(keys)
                    .isNotEqualTo("good");
        }
        // A name that stands twice does not hide the key that fits (JW-22).
        String twice = "{\"keys\":[" + STRANGER.rsaKey("r") + "," + ISSUER.rsaKey("r") + "]}";
        assertThat(outcome(rule(List.of(), twice), "/", field)).isEqualTo("good");
        assertThat(outcome(rule(List.of(), "{\"keys\":[]}"), "/", "")).isEqualTo("none");
    }

    /** Of a thousand keys a hundred count: nobody is made to try them all. */
    @Test
    void aSetOfAThousandKeysIsCut() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(STRANGER.rsaKey("k" + i));
        }
        keys.add(ISSUER.rsaKey("r"));
        String token = ISSUER.token("RS256", "{\"alg\":\"RS256\",\"kid\":\"r\"}", GOOD);
        assertThat(outcome(
                        rule(List.of(), "{\"keys\":[" + String.join(",", keys) + "]}"),
                        "/",
                        "authorization: Bearer " + token + "\r\n"))
                .isEqualTo("NO_KEY");
    }

    private static String outcome(String token) {
        return outcome("/", "authorization: Bearer " + token + "\r\n");
    }

    private static String outcome(String target, String fields) {
        return outcome(rule(List.of(), ISSUER.jwks()), target, fields);
    }

    private static String outcome(Rule rule, String target, String fields) {
        CompiledAuthentication compiled =
                CompiledAuthentication.of(new JwtAuthentication(List.of(rule)), new Keys(false));
        RequestHead head = HeadReading.of(
                        Ascii.bytes("GET " + target + " HTTP/1.1\r\nhost: h\r\n" + fields + "\r\n"), Limits.DEFAULT)
                .head();
        return switch (compiled.check(head, new TokenCache())) {
            case Result.Passes passes -> passes.claims() == null ? "none" : "good";
            case Result.Refused refused -> refused.error().name();
        };
    }

    private static Rule rule(List<String> audiences, String jwks) {
        return new Rule(
                "https://i.example/",
                audiences,
                new JwtAuthentication.Keys.Inline(jwks),
                List.of(),
                List.of(),
                List.of(),
                false,
                null,
                List.of(),
                List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
