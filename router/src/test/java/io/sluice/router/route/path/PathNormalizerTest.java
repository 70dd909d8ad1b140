package io.sluice.router.route.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.HttpOptions.PathNormalization;
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
        "'/a{b}|c^d`e', /a%7Bb%7D%7Cc%5Ed%60e",
        "/a<b>?<, /a%3Cb%3E?<",
        "/a[b]'c, /a[b]'c",
        "/a.b/c..d, /a.b/c..d",
        "/app/x/., /app/x/",
        "/app/x/.., /app/",
        "/p#frag, /p",
        "/p?q=/../x, /p?q=/../x",
        "/p?q#frag, /p?q",
    })
    void pathsAreBroughtIntoNormalForm(String target, String expected) {
        RequestHead head = head(target);
        assertThat(PathNormalizer.normalize(head, PathNormalization.BASE)).isTrue();
        String normal = Ascii.text(head.bytes(), head.pathStart(), head.pathEnd())
                + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd());
        assertThat(normal).isEqualTo(expected);
    }

    /** istio.md §6.9: what an endpoint sees in each mode. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ / / / /",
                "/app#foo /app /app /app /app",
                "/app/../admin /app/../admin /admin /admin /admin",
                "/app// /app// /app// /app/ /app/",
                "/app%2f/ /app%2f/ /app%2f/ /app%2f/ /app/",
                "/xyz%30..//abc /xyz%30..//abc /xyz0..//abc /xyz0../abc /xyz0../abc",
                "/app\\admin /app\\admin /app/admin /app/admin /app/admin",
                "/app/\\/\\/\\admin /app/\\/\\/\\admin /app//////admin /app/admin /app/admin",
                "/%5Capp%2f%5c%2F%2e%2e%2fadmin%5c\\abc /%5Capp%2f%5c%2F%2e%2e%2fadmin%5c\\abc"
                        + " /%5Capp%2f%5c%2F..%2fadmin%5c/abc /%5Capp%2f%5c%2F..%2fadmin%5c/abc /app/admin/abc",
                "/app//../admin /app//../admin /app/admin /app/admin /app/admin",
                "/%c0%2e%c0%2e/admin /%c0%2e%c0%2e/admin /%c0.%c0./admin /%c0.%c0./admin /%c0.%c0./admin",
                "/%c0%2fadmin /%c0%2fadmin /%c0%2fadmin /%c0%2fadmin /%c0/admin",
                "/%252e%252e/admin /%252e%252e/admin /%252e%252e/admin /%252e%252e/admin /%252e%252e/admin",
                "/..;/admin /..;/admin /admin /admin /admin",
                "/admin;a=b/xyz /admin;a=b/xyz /admin;a=b/xyz /admin;a=b/xyz /admin;a=b/xyz",
                "//double//x //double//x //double//x /double/x /double/x",
            })
    void everyModeHasItsNormalForm(String target, String none, String base, String merged, String decoded) {
        assertThat(normal(target, PathNormalization.NONE)).isEqualTo(none);
        assertThat(normal(target, PathNormalization.BASE)).isEqualTo(base);
        assertThat(normal(target, PathNormalization.MERGE_SLASHES)).isEqualTo(merged);
        assertThat(normal(target, PathNormalization.DECODE_AND_MERGE_SLASHES)).isEqualTo(decoded);
    }

    private static String normal(String target, PathNormalization mode) {
        RequestHead head = head(target);
        assertThat(PathNormalizer.normalize(head, mode)).isTrue();
        return Ascii.text(head.bytes(), head.pathStart(), head.pathEnd());
    }

    @ParameterizedTest
    @CsvSource({"/a%00b", "/%00"})
    void aNulHasNoNormalForm(String target) {
        assertThat(PathNormalizer.normalize(head(target), PathNormalization.BASE))
                .isFalse();
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
