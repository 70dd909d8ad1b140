package io.sluice.conformance.client;

import io.sluice.conformance.feature.Call;
import io.sluice.conformance.feature.Call.Sent;
import io.sluice.conformance.feature.Repetition;
import io.sluice.conformance.feature.Repetition.InARow;
import io.sluice.conformance.feature.Repetition.Once;
import io.sluice.conformance.feature.Repetition.Parallel;
import io.sluice.conformance.protocol.ConnectionLost;
import io.sluice.conformance.protocol.Http2Mistake;
import io.sluice.conformance.protocol.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the calls of an exchange to a router on 127.0.0.1. */
public final class Client {
    private static final String ROUTER = "127.0.0.1";

    private Client() {}

    /** One reply per call, in the order in which calls were started. */
    public static List<Replied> make(Call call, Repetition repetition) throws InterruptedException {
        return switch (repetition) {
            case Once once -> List.of(new Client().call(call, false));
            case InARow row -> inARow(call, row.times());
            case Parallel parallel -> parallel(call, parallel);
        };
    }

    private static List<Replied> inARow(Call call, int times) {
        Client client = new Client();
        List<Replied> replies = new ArrayList<>(times);
        for (int i = 0; i < times; i++) {
            replies.add(client.call(call, i < times - 1));
        }
        return replies;
    }

    private static List<Replied> parallel(Call call, Parallel parallel) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Replied>> pending = new ArrayList<>();
            for (int i = 0; i < parallel.times(); i++) {
                int late = i * parallel.staggerMillis();
                pending.add(threads.submit(() -> {
                    Thread.sleep(late);
                    return new Client().call(call, false);
                }));
            }
            List<Replied> replies = new ArrayList<>();
            for (Future<Replied> reply : pending) {
                replies.add(reply.get());
            }
            return replies;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a client failed", bug);
        }
    }

    /** Kept from the call before, if it may be. */
    private @Nullable Wire kept;

    private Replied call(Call call, boolean keep) {
        Reply reply = new Reply();
        long start = System.nanoTime();
        try {
            exchange(call, reply, keep);
        } catch (ConnectionLost lost) {
            reply.error = lost.ending().name().toLowerCase(Locale.ROOT);
            reply.body = reply.body.length > 0 ? reply.body : lost.partial();
        } catch (Http2Mistake mistake) {
            reply.error = "protocol error: " + mistake.getMessage();
        } catch (IOException broken) {
            reply.error = "reset";
        }
        return new Replied(reply.response(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private void exchange(Call call, Reply reply, boolean keep) throws IOException {
        Wire wire = kept != null ? kept : Wire.connect(call.clientAddress(), ROUTER, call.port(), call.timeoutMillis());
        kept = null;
        boolean reusable = false;
        try {
            reusable = switch (call.sent()) {
                case Sent.Raw raw -> new Http1Client(wire, reply).raw(raw);
                case Sent.Http1 request -> new Http1Client(wire, reply).request(request);
                case Sent.Http2 request -> {
                    new Http2Client(wire, reply).request(request);
                    yield false;
                }
            };
        } finally {
            if (keep && reusable) {
                kept = wire;
            } else {
                wire.close();
            }
        }
    }
}
