package io.sluice.conformance.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Plays one row at a time through a port of the router that leads to a backend of its own. It stops looking when what it saw
 * is right and nothing has moved for a moment; while it is not right, it gives the router time to make it so.
 */
final class Lane implements AutoCloseable {
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int port;
    private final RecordingBackend backend;
    private int probes;

    /** How the bytes of a row's one string are sent. */
    enum Pieces {
        WHOLE,
        CUT,
        SINGLE_BYTES
    }

    Lane(int port, RecordingBackend backend) {
        this.port = port;
        this.backend = backend;
    }

    Observation play(Row row) throws IOException {
        return play(row, Pieces.WHOLE, 0);
    }

    /** @param cut where the first piece ends, if they are {@link Pieces#CUT} */
    Observation play(Row row, Pieces pieces, int cut) throws IOException {
        backend.begin(row.backend());
        List<String> broken = new ArrayList<>();
        Observation seen;
        try (WireConnection client = WireConnection.connect(port)) {
            for (Step step : row.send()) {
                send(client, step, pieces, cut);
            }
            awaitOutcome(row, client);
            client.close();
            await(() -> !backend.seen().hanging(), TimeUnit.MILLISECONDS.toNanos(500));
            seen = look(row, client, broken);
        }
        invariants(row, seen, broken);
        return seen;
    }

    private void send(WireConnection client, Step step, Pieces pieces, int cut) {
        switch (step) {
            case Step.Send(String bytes) -> send(client, bytes, pieces, cut);
            case Step.Sleep(long millis) -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            case Step.AwaitAnswers(int count) -> await(() -> finalAnswers(client) >= count, PATIENCE_NANOS);
            case Step.Close(boolean reset) -> client.close(reset);
            case Step.AwaitHeaders ofBackend -> {}
        }
    }

    private static void send(WireConnection client, String bytes, Pieces pieces, int cut) {
        switch (pieces) {
            case WHOLE -> client.send(bytes);
            case CUT -> {
                client.send(bytes.substring(0, cut));
                LockSupport.parkNanos(GLANCE_NANOS);
                client.send(bytes.substring(cut));
            }
            case SINGLE_BYTES -> {
                for (int i = 0; i < bytes.length(); i++) {
                    client.send(bytes.substring(i, i + 1));
                }
            }
        }
    }

    private static long finalAnswers(WireConnection client) {
        return MessageReader.answers(client.received(), false, client.ended()).messages().stream()
                .filter(answer -> answer.complete() && !answer.interim())
                .count();
    }

    private void awaitOutcome(Row row, WireConnection client) {
        long start = System.nanoTime();
        boolean right = false;
        long looked = -1;
        while (true) {
            long now = System.nanoTime();
            long state = ((long) client.length() << 32) + backend.bytes() * 2L + (client.ended() ? 1 : 0);
            if (state != looked) {
                looked = state;
                Observation seen = look(row, client, List.of());
                right = row.expect().stream()
                        .anyMatch(one -> Judge.objections(one, seen).isEmpty());
            }
            long quiet = now - Math.max(client.lastNanos(), backend.lastNanos());
            long enough =
                    right ? (client.length() == 0 && !client.ended() ? SILENT_NANOS : SETTLED_NANOS) : PATIENCE_NANOS;
            if (quiet > enough || now - start > 3 * PATIENCE_NANOS) {
                return;
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private Observation look(Row row, WireConnection client, List<String> broken) {
        String bytes = row.http2() ? "" : client.received();
        MessageReader.Found found = MessageReader.answers(bytes, row.toHead(), client.ended());
        RecordingBackend.Seen upstream = backend.seen();
        List<Message> answers =
                found.messages().stream().filter(one -> !one.interim()).toList();
        List<Integer> interim = found.messages().stream()
                .filter(Message::interim)
                .map(Message::status)
                .toList();
        // A connection in mid request counts only once the client is gone.
        return new Observation(
                answers,
                interim,
                found.rest(),
                client.endedByPeer(),
                upstream.requests(),
                upstream.bytes(),
                upstream.hanging() && client.ended(),
                row.http2() ? Http2Seen.of(client.received()) : null,
                broken);
    }

    /** They hold for every row, whatever its alternatives say. */
    private void invariants(Row row, Observation seen, List<String> broken) throws IOException {
        if (!row.smuggledAllowed()
                && seen.upstream().stream().anyMatch(one -> one.target().contains("smuggled"))) {
            broken.add("a hidden request reached the backend");
        }
        List<String> faults = backend.seen().faults();
        if (!faults.isEmpty()) {
            broken.add("malformed bytes were forwarded: " + faults);
        }
        if (!seen.stray().isEmpty() && !row.strayAllowed()) {
            broken.add("stray bytes to the client: " + seen.stray());
        }
        seen.answers().stream()
                .filter(answer -> !answer.faults().isEmpty())
                .forEach(answer -> broken.add("malformed answer: " + answer.faults()));
        if (row.backend() == null) {
            inStep(seen, broken);
        }
        backend.forgetScript();
        for (int i = 0; i < (row.backend() == null ? 1 : 2); i++) {
            probe(broken);
        }
    }

    private static void inStep(Observation seen, List<String> broken) {
        List<String> echoes = seen.answers().stream()
                .map(Message::body)
                .filter(body -> body.startsWith("seen "))
                .toList();
        List<String> served = seen.upstream().stream()
                .filter(Message::complete)
                .map(one -> "seen " + one.method() + " "
                        + one.target().substring(0, Math.min(200, one.target().length())) + " "
                        + one.body().length())
                .toList();
        if (echoes.size() > served.size() || !echoes.equals(served.subList(0, echoes.size()))) {
            broken.add("answers " + echoes + " out of step with " + served);
        }
    }

    /** A clean request must get its own answer: nothing of the row is left in a pooled connection. */
    private void probe(List<String> broken) throws IOException {
        String target = "/probe-" + ++probes;
        try (WireConnection client = WireConnection.connect(port)) {
            client.send("GET " + Macros.PREFIX + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String expected = "seen GET " + target + " 0";
            await(client::ended, PATIENCE_NANOS);
            List<Message> answers =
                    MessageReader.answers(client.received(), false, true).messages();
            if (answers.size() != 1 || !answers.get(0).body().equals(expected)) {
                broken.add("the next request got a wrong answer: " + client.received());
            }
        }
    }

    private static void await(BooleanSupplier condition, long mostNanos) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < mostNanos) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        backend.close();
    }
}
