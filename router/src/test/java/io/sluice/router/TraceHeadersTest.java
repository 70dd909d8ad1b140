package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.table.Role;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trace that a client has begun goes on at the model: W3C's headers and B3's pass as they came, on ports of either role. */
@Timeout(60)
class TraceHeadersTest {

    private static ScriptedUpstream model(BlockingQueue<String> seen) throws Exception {
        return ScriptedUpstream.start(client -> {
            for (String request = client.message(); !request.isEmpty(); request = client.message()) {
                seen.add(request);
                client.send("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
            }
        });
    }

    @ParameterizedTest(name = "{0}: {1}: {2}")
    @CsvSource(textBlock = """
        GATEWAY, traceparent, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
        MESH, traceparent, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00
        GATEWAY, tracestate, 'rojo=00f067aa0ba902b7,congo=t61rcwkgmze'
        GATEWAY, baggage, 'userid=alice,serverregion=eu'
        GATEWAY, b3, 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1
        MESH, b3, 0
        GATEWAY, x-b3-traceid, 80f198ee56343ba864fe8b2a57d3eff7
        GATEWAY, x-b3-spanid, e457b5a2e4d86bd1
        MESH, x-b3-parentspanid, 05e3ac9a4f6e3b90
        GATEWAY, x-b3-sampled, 1
        MESH, x-b3-flags, 1
        GATEWAY, x-ot-span-context, 'a;b;c'
        GATEWAY, uber-trace-id, '1:2:0:1'
        """)
    void passToTheModelAndItsShadow(Role role, String name, String value) throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        BlockingQueue<String> copied = new LinkedBlockingQueue<>();
        try (ScriptedUpstream model = model(seen);
                ScriptedUpstream copy = model(copied);
                Fixture fixture = Fixture.start(
                        RouterConfig.defaults().withEventLoops(1),
                        new Policy(RetryPolicy.NEVER, null, role).withShadows("b"),
                        Map.of("a", new int[] {model.port()}, "b", new int[] {copy.port()}),
                        Map.of("a", 1));
                RawClient client = fixture.connect()) {
            client.send("GET /m/x HTTP/1.1\r\nHost: model\r\n" + name + ": " + value + "\r\n\r\n")
                    .message();
            String line = "\r\n" + name + ": " + value.toLowerCase(Locale.ROOT) + "\r\n";
            assertThat(seen.poll(10, TimeUnit.SECONDS)).contains(line);
            assertThat(copied.poll(10, TimeUnit.SECONDS)).contains(line);
        }
    }
}
