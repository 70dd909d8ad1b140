package io.sluice.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normal form of paths, mode BASE (istio.md §5.5, §6.9). */
class PathNormalizerTest {

    @ParameterizedTest
    @CsvSource({
        "/app, /app",
        "/app/../admin, /admin",
        "/app/./x, /app/x",
        "/app/..;/admin, /admin",
        "/..;/admin, /admin",
        "/../x, /x",
        "/.., /",
        "/app//../../admin, /admin",
        "/app/%2E./admin, /admin",
        "/app/%2e%2E/admin, /admin",
        "'/app\\admin', /app/admin",
        "/%61dmin, /admin",
        "/app%2Fadmin, /app%2Fadmin",
        "/app%5Cadmin, /app%5Cadmin",
        "/app//, /app//",
        "/a.b/c..d, /a.b/c..d",
        "/app/x/., /app/x/",
        "/app/x/.., /app/",
        "/p#frag, /p",
        "/p?q=/../x, /p?q=/../x",
        "/p?q#frag, /p?q",
    })
    void pathsAreBroughtIntoNormalForm(String target, String expected) {
        RequestHead head = head(target);
        assertThat(PathNormalizer.BASE.normalize(head)).isTrue();
        String normal = Ascii.text(head.bytes(), head.pathStart(), head.pathEnd())
                + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
        assertThat(normal).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/a%00b", "/%00"})
    void aNulHasNoNormalForm(String target) {
        assertThat(PathNormalizer.BASE.normalize(head(target))).isFalse();
    }

    private static RequestHead head(String target) {
        RequestHead head = new RequestHead();
        HeaderBlock block = head.fields();
        block.append(Ascii.bytes(target));
        int query = target.indexOf('?');
        int pathEnd = query < 0 ? target.length() : query;
        head.path(0, pathEnd, false);
        head.query(pathEnd, target.length());
        return head;
    }
}
