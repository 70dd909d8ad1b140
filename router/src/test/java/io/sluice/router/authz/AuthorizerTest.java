package io.sluice.router.authz;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an authorizer is asked over gRPC, and what its answers mean: messages of {@code envoy.service.auth.v3} as bytes. */
class AuthorizerTest {

    private static byte[] framed(Proto message) {
        byte[] bytes = message.toBytes();
        byte[] framed = new byte[bytes.length + 5];
        framed[3] = (byte) (bytes.length >>> 8);
        framed[4] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 5, bytes.length);
        return framed;
    }

    private static Proto header(String name, String value) {
        return new Proto().message(1, new Proto().text(1, name).text(2, value));
    }

    @Test
    void aStatusOfZeroIsAYesAndItsFieldsAreTheRequests() {
        Proto ok = new Proto()
                .message(2, header("X-User", "ann"))
                .message(2, header("x-more", "1").message(2, new Proto().number(1, 1)))
                .message(2, header("x-bad", "a\r\nb"))
                .message(2, header("content-length", "7"))
                .text(5, "x-secret")
                .message(6, header("x-limit", "10"));
        Verdict verdict = GrpcAnswer.read(
                framed(new Proto().message(1, new Proto()).message(3, ok).message(4, new Proto())));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Passes.class, passes -> {
            RequestHead head = head("x-user: eve\r\nx-more: 0\r\nx-secret: s\r\n");
            passes.apply(head);
            assertThat(fields(head))
                    .contains("x-user=ann", "x-more=0", "x-more=1")
                    .doesNotContain("x-secret=s");
            assertThat(fields(head))
                    .noneMatch(field -> field.startsWith("x-bad") || field.startsWith("content-length"));
            assertThat(passes.grant()).isNotNull();
        });
    }

    @Test
    void anyOtherStatusIsANo() {
        Proto denied = new Proto()
                .message(1, new Proto().number(1, 401))
                .message(2, header("www-authenticate", "Basic"))
                .text(3, "who are you");
        assertThat(GrpcAnswer.read(
                        framed(new Proto().message(1, new Proto().number(1, 16)).message(2, denied))))
                .isInstanceOfSatisfying(Verdict.Refuses.class, refuses -> {
                    assertThat(refuses.status()).isEqualTo(401);
                    assertThat(refuses.body()).isEqualTo(Ascii.bytes("who are you"));
                });
        assertThat(GrpcAnswer.read(framed(new Proto().message(1, new Proto().number(1, 7)))))
                .isInstanceOfSatisfying(
                        Verdict.Refuses.class,
                        refuses -> assertThat(refuses.status()).isEqualTo(403));
    }

    @Test
    void whateverItSendsIsAnAnswerOrNone() {
        assertThat(GrpcAnswer.read(new byte[0])).isNull();
        assertThat(GrpcAnswer.read(new byte[] {1, 0, 0, 0, 0})).isNull();
        assertThat(GrpcAnswer.read(new byte[] {0, 0, 0, 0, 9, 1})).isNull();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[5 + random.nextInt(40)];
            random.nextBytes(junk);
            junk[0] = 0;
            junk[1] = 0;
            junk[2] = 0;
            junk[3] = 0;
            junk[4] = (byte) (junk.length - 5);
            GrpcAnswer.read(junk); // says null or a verdict; an exception would be a bug
        }
    }

    @Test
    void isToldAllThatIsKnownOfTheRequest() throws Exception {
        RequestHead head = head("x-a: 1\r\nx-a: 2\r\nx-request-id: id-1\r\n");
        byte[] body = GrpcQuestion.body(
                new Asked(
                        head,
                        Ascii.bytes("10.0.0.1"),
                        4711,
                        Ascii.bytes("10.0.0.2"),
                        8080,
                        Ascii.bytes("hello"),
                        false),
                false);
        ProtoReader http = message(message(message(new ProtoReader(body, 5, body.length), 1), 4), 2);
        Map<Integer, String> texts = new HashMap<>();
        List<String> headers = new ArrayList<>();
        while (http.next()) {
            if (http.field() == 3) {
                ProtoReader entry = http.message();
                StringBuilder pair = new StringBuilder();
                while (entry.next()) {
                    pair.append(entry.field() == 2 ? "=" : "").append(entry.text());
                }
                headers.add(pair.toString());
            } else if (http.field() != 9) {
                texts.put(http.field(), http.text());
            }
        }
        assertThat(texts)
                .containsEntry(1, "id-1")
                .containsEntry(2, "POST")
                .containsEntry(4, "/p?q=1")
                .containsEntry(5, "example.com")
                .containsEntry(6, "http")
                .containsEntry(10, "HTTP/1.1")
                .containsEntry(11, "hello");
        assertThat(headers).contains(":method=POST", ":path=/p?q=1", ":authority=example.com", "x-a=1,2");
    }

    private static ProtoReader message(ProtoReader reader, int field) throws ProtoReader.Malformed {
        while (reader.next()) {
            if (reader.field() == field) {
                return reader.message();
            }
        }
        throw new AssertionError("no field " + field);
    }

    private static RequestHead head(String fields) {
        String text = "POST /p?q=1 HTTP/1.1\r\nhost: example.com\r\n" + fields + "\r\n";
        return java.util.Objects.requireNonNull(
                HeadReading.of(Ascii.bytes(text), Limits.DEFAULT).head());
    }

    private static List<String> fields(RequestHead head) {
        List<String> fields = new ArrayList<>();
        for (int line = 0; line < head.fields().count(); line++) {
            if (!head.fields().removed(line)) {
                fields.add(head.fields().name(line) + "=" + head.fields().value(line));
            }
        }
        return fields;
    }
}
