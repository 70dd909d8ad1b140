package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/**
 * The dashboard as a browser shows it, of the demo under load and of manifests that mean it ill. Pictures of every view are left in {@code
 * target/dashboard}, to be looked at. Skipped where there is no Chromium.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
    private static final Path PICTURES = Path.of("target", "dashboard");
    private static final int MOST_BYTES = 200 * 1024;
    private static final double MOST_MILLIS = 1000;

    @TempDir
    static Path directory;

    @TempDir
    static Path profile;

    private StubModel main;
    private StubModel canary;
    private Serving serving;
    private Watcher watcher;
    private Browser browser;
    private Thread load;
    private int port;
    private volatile boolean over;

    @BeforeAll
    void start() throws Exception {
        Path chromium = Browser.executable();
        if (chromium == null) {
            throw new TestAbortedException("no Chromium on this machine: install the package chromium");
        }
        main = StubModel.start(0, "main");
        canary = StubModel.start(0, "canary");
        Files.copy(Path.of("..", "demo", "canary-example-1", "manifests.yaml"), directory.resolve("demo.yaml"));
        Files.copy(
                Path.of("src", "test", "resources", "io", "sluice", "cli", "dashboard", "hostile.yaml"),
                directory.resolve("hostile.yaml"));
        port = FreePort.any();
        serving = Serving.start(
                RouterConfig.defaults().withEventLoops(2),
                new DemoPlacement(port, Map.of(18001, main.port(), 18002, canary.port())));
        watcher = serving.follow(WatcherConfig.of(List.of(directory)));
        assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
        load = Thread.ofVirtual().start(this::load);
        browser = new Browser(chromium, profile);
    }

    private void load() {
        try (RawClient client = RawClient.connect(port)) {
            while (!over) {
                call(client, "canary-example-1:8000", "/seldon/my-ns/canary-example-1/api/v1.0/predictions");
                call(client, "canary-example-1:8000", "/seldon/my-ns/canary-example-1/api/v1.0/predictions");
                call(client, "hostile:8000", "/shadowed/api/v1.0/predictions?token=hidden");
                get(client, "hostile:8000", "/gone/<script>window.pwned=1</script>");
                get(client, "hostile:8000", "/tea");
                get(client, "nobody:8000", "/");
                Thread.sleep(5); // the load's pace: nothing waits for it
            }
        } catch (IOException | InterruptedException ended) {
            return;
        }
    }

    private static void call(RawClient client, String host, String path) throws IOException {
        client.send(ServedExample.predict(host, path)).message();
    }

    /** What the router answers itself: a body would come too late, and cost the connection. */
    private static void get(RawClient client, String host, String path) throws IOException {
        client.send("GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n\r\n").message();
    }

    @AfterEach
    void nothingThatTheManifestsSayWasRun() throws Exception {
        assertThat(browser.value("String(window.pwned)")).isEqualTo("undefined");
        assertThat(browser.complaints).isEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        over = true;
        if (browser != null) {
            browser.close();
            load.join();
            watcher.close();
            serving.close();
            main.close();
            canary.close();
        }
    }

    private String url(String view) {
        return "http://127.0.0.1:" + serving.adminPort() + "/" + view;
    }

    private static String shows(String words) {
        return "document.body?.innerText.includes(" + quoted(words) + ")";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Test
    void theFirstPaintIsQuickAndLittleIsTransferred() throws Exception {
        browser.open("about:blank");
        browser.transferred.set(0);
        browser.size(1280, 900);
        browser.open(url(""));
        browser.await("performance.getEntriesByName('first-contentful-paint').length === 1");
        double paint = Double.parseDouble(
                browser.value("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        browser.await(shows("split as set") + " || " + shows("too few requests to judge the split"));
        System.out.printf("first paint %.0f ms, %d bytes with the first figures%n", paint, browser.transferred.get());
        assertThat(paint).isLessThan(MOST_MILLIS);
        assertThat(browser.transferred.get()).isLessThan(MOST_BYTES);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} wide")
    @CsvSource({
        "traffic, light, 1280",
        "traffic, dark, 1280",
        "traffic, light, 390",
        "traffic, dark, 390",
        "endpoints, light, 1280",
        "endpoints, dark, 390",
        "problems, light, 1280",
        "problems, dark, 390",
        "changes, light, 1280",
        "changes, dark, 390",
        "explain, dark, 1280",
        "explain, light, 390",
        "tap, light, 1280",
        "tap, dark, 390",
    })
    void everyViewFitsItsPageAndShowsWhatItIsFor(String view, String colours, int width) throws Exception {
        browser.size(width, 900);
        browser.colours(colours);
        browser.open("about:blank");
        browser.open(url("#" + view + state(view)));
        browser.await("document.readyState === 'complete' && " + shows(words(view)));
        browser.picture(PICTURES.resolve(view + "-" + colours + "-" + width + ".png"));
        assertThat(browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what stands beyond the right edge")
                .isEqualTo("0");
        assertThat(browser.value("[...document.querySelectorAll('input, select, textarea, button')]"
                        + ".filter(one => !one.labels?.length && !one.innerText && !one.ariaLabel).length"))
                .as("fields and buttons without a name")
                .isEqualTo("0");
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(colours.equals("dark") ? "rgb(18, 21, 26)" : "rgb(245, 246, 248)");
    }

    private static String state(String view) {
        return switch (view) {
            case "explain" ->
                "?method=POST&url=http%3A%2F%2Fcanary-example-1%3A8000%2Fseldon%2Fmy-ns%2Fcanary-example-1%2Fapi%2Fv1.0%2Fpredictions";
            case "tap" -> "?authority=hostile";
            default -> "";
        };
    }

    private static String words(String view) {
        return switch (view) {
            case "traffic" -> "split as set";
            case "endpoints" -> "my-ns/canary-example-1-main-0";
            case "problems" -> "<b onclick=window.pwned=1>unknown</b>";
            case "changes" -> "hosts added";
            case "explain" -> "bare name canary-example-1, whose only owner it is";
            default -> "/gone/%3Cscript%3Ewindow.pwned=1";
        };
    }

    @Test
    void namesOfManifestsAreText() throws Exception {
        browser.size(1280, 900);
        browser.open(url("#traffic?host=hostile"));
        browser.await(shows("<img src=x onerror=window.pwned=1>") + " && " + shows("answer 418"));
        assertThat(browser.value("document.querySelectorAll('main img, main script').length"))
                .isEqualTo("0");
        assertThat(browser.value("document.querySelector('main').innerText.includes('canary-example-1\\n')"))
                .as("other hosts")
                .isEqualTo("false");
    }

    /** What a page may load is what the router serves: nothing is asked of anybody else. */
    @Test
    void nothingIsLoadedFromElsewhere() throws Exception {
        browser.open(url(""));
        browser.await(shows("Requests"));
        assertThat(browser.value("performance.getEntriesByType('resource')"
                        + ".filter(one => new URL(one.name).origin !== location.origin).length"))
                .isEqualTo("0");
    }

    @Test
    void theSplitThatIsSeenIsTheOneThatModelsSaw() throws Exception {
        browser.open(url("#traffic?host=canary-example-1"));
        browser.await(shows("split as set"));
        double seen = Double.parseDouble(browser.value("document.querySelector('.destinations tbody tr:nth-child(2)"
                + " .share-words').textContent.replace(/[^0-9.]/g, '')"));
        assertThat(seen).isCloseTo(25, within(12.0));
    }

    @Test
    void aTapShowsNoQuery() throws Exception {
        browser.open("about:blank");
        browser.open(url("#tap?authority=hostile"));
        browser.await(shows("/shadowed/api/v1.0/predictions?…"));
        assertThat(browser.value(shows("hidden"))).isEqualTo("false");
    }

    @Test
    void keysAloneReachEveryView() throws Exception {
        browser.open(url(""));
        browser.await(shows("Requests"));
        browser.value("document.querySelector('a[href=\"#problems\"]').focus()");
        browser.ask(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", "Enter", "windowsVirtualKeyCode", 13, "text", "\r"));
        browser.await("document.querySelector('[aria-current]').textContent === 'Problems'");
    }
}
