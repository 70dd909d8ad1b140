package io.sluice.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What proves who asked is not repeated, as text and as bytes; everything else is, to the letter. */
class HiddenTest {
    private static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

    private static String ofBytes(String text) {
        HeaderBlock value = new HeaderBlock();
        value.append("before?token=seen ".getBytes(StandardCharsets.UTF_8));
        int start = value.length();
        value.append(text.getBytes(StandardCharsets.UTF_8));
        Hidden.in(value, start);
        return new String(value.bytes(), start, value.length() - start, StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        /a?access_token=x                  | /a?access_token=(hidden)
        /a?access_token=x&b=1              | /a?access_token=(hidden)&b=1
        /a?b=1&api_key=x                   | /a?b=1&api_key=(hidden)
        /a?apiKey=x&API-KEY=y&x-api-key=z  | /a?apiKey=(hidden)&API-KEY=(hidden)&x-api-key=(hidden)
        /a?key=AIza                        | /a?key=(hidden)
        /a?X-Amz-Signature=f&X-Amz-Date=1  | /a?X-Amz-Signature=(hidden)&X-Amz-Date=1
        /a?X-Amz-Credential=A/1            | /a?X-Amz-Credential=(hidden)
        /a?sig=a%2Bb                       | /a?sig=(hidden)
        /a?client_secret=x;y=1             | /a?client_secret=(hidden)
        /a?y=1;password=p;q                | /a?y=1;password=(hidden)
        /a?id%5Ftoken=x                    | /a?id%5Ftoken=(hidden)
        /a?%74oken=x                       | /a?%74oken=(hidden)
        /a?auth[token]=x                   | /a?auth[token]=(hidden)
        /a?token=x#part                    | /a?token=(hidden)#part
        GET /a?token=x HTTP/1.1            | GET /a?token=(hidden) HTTP/1.1
        /a?token=a=b                       | /a?token=(hidden)
        /a??token=x                        | /a??token=(hidden)
        /a?token=x?token=y                 | /a?token=(hidden)
        /a?token=                          | /a?token=
        /a?token=&b=1                      | /a?token=&b=1
        /a?token                           | /a?token
        /a?tokens=5&max_tokens=7           | /a?tokens=5&max_tokens=7
        /a?monkey=1&keyword=k              | /a?monkey=1&keyword=k
        /a?author=x&bypass=1               | /a?author=x&bypass=1
        /token=x                           | /token=x
        /a?q=1                             | /a?q=1
        /eyJ                               | /eyJ
        /heyJude.v1.2/predict              | /heyJude.v1.2/predict
        /a?é=1&token=ü                     | /a?é=1&token=(hidden)
        """)
    void secretsAreKnownByTheNameOfTheirParameter(String text, String shown) {
        assertThat(Hidden.in(text)).isEqualTo(shown);
        assertThat(ofBytes(text)).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        Bearer TOKEN               | Bearer (hidden)
        /a/TOKEN/b                 | /a/(hidden)/b
        /a?q=TOKEN&b=1             | /a?q=(hidden)&b=1
        /a?q=Bearer%20TOKEN&b=1    | /a?q=Bearer%20(hidden)&b=1
        TOKEN, TOKEN               | (hidden), (hidden)
        {"t":"TOKEN"}              | {"t":"(hidden)"}
        """)
    void tokensAreKnownByTheirForm(String text, String shown) {
        assertThat(Hidden.in(text.replace("TOKEN", TOKEN))).isEqualTo(shown);
        assertThat(ofBytes(text.replace("TOKEN", TOKEN))).isEqualTo(shown);
    }

    /** Where a value was cut, what is left of a token may hold its claims. */
    @Test
    void aTokenThatWasCutIsOne() {
        for (int length = TOKEN.indexOf('.') + 1; length <= TOKEN.length(); length++) {
            assertThat(Hidden.in("/a/" + TOKEN.substring(0, length))).isEqualTo("/a/(hidden)");
        }
    }

    @Property(tries = 5000)
    void whatIsHiddenIsHiddenForGoodAndBytesAreAsText(
            @ForAll @CharRange(from = '!', to = '~') String before,
            @ForAll @CharRange(from = '%', to = 'z') String after) {
        String text = before + "?token=secret-of-mine&" + after;
        assertThat(Hidden.in(text)).doesNotContain("secret-of-mine").isEqualTo(ofBytes(text));
    }

    /** As long as a head may be, and made of what is looked at. */
    @ParameterizedTest
    @CsvSource({"?", "&", "&_", "eyJ", "eyJaaaaaaaa.", ";a=", "&token=", "%"})
    void howeverLongItTakesAMoment(String piece) {
        String text = "/a?" + piece.repeat(64 * 1024 / piece.length());
        long begin = System.nanoTime();
        Hidden.in(text);
        ofBytes(text);
        assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
    }
}
