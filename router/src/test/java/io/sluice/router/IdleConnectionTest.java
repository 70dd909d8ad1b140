package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who ends a connection that idles: a request must not meet the endpoint's close on its way. */
@Timeout(60)
class IdleConnectionTest {
    private static final String GET = "GET /m/x HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int IDLE_MILLIS = 600;

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    private String nextEnd() throws InterruptedException {
        return String.valueOf(ends.poll(30, TimeUnit.SECONDS));
    }

    private void serveOne(RawClient wire) throws IOException {
        wire.message();
        wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        wire.socket().setSoTimeout(IDLE_MILLIS);
        String end = ended(wire);
        wire.close();
        ends.add(end);
    }

    private static String ended(RawClient wire) throws IOException {
        try {
            return wire.closed() ? "by the router" : "by a request";
        } catch (SocketTimeoutException idle) {
            return "by the endpoint";
        }
    }

    @Test
    void isLetGoBeforeItsEndpointClosesItAsItWasSeenToDo() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(this::serveOne);
                Fixture fixture = Fixture.of(Policy.NO_RETRIES, model.port());
                RawClient client = fixture.connect()) {
            client.send(GET).message();
            assertThat(nextEnd()).isEqualTo("by the endpoint");
            String end = "";
            // The next request may still meet the close on its way, and then nothing was seen to idle.
            for (int i = 0; i < 10 && !end.equals("by the router"); i++) {
                client.send(GET).message();
                end = nextEnd();
            }
            assertThat(end).isEqualTo("by the router");
        }
    }

    @Test
    void isLetGoBeforeTheTimeThatItsEndpointNames() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.message();
                    wire.send("HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1\r\ncontent-length: 2\r\n\r\nok");
                    ends.add(ended(wire));
                });
                Fixture fixture = Fixture.of(Policy.NO_RETRIES, model.port());
                RawClient client = fixture.connect()) {
            assertThat(client.send(GET).message()).startsWith("http/1.1 200 ").doesNotContain("keep-alive");
            assertThat(nextEnd()).isEqualTo("by the router");
        }
    }
}
