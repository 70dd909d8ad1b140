package io.sluice.table.policy;

import io.sluice.table.Fraction;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Injected faults: first the delay, then the abort, each with its own draw. */
public record Fault(@Nullable Delay delay, @Nullable Abort abort) {
    public record Delay(Duration duration, Fraction share) {}

    /** An answer in the model's place, with body {@code fault filter abort}. */
    public record Abort(Answer answer, Fraction share) {}

    public sealed interface Answer {
        record HttpStatus(int status) implements Answer {}

        /** A gRPC status number; to a plain HTTP client it arrives as 200. */
        record GrpcStatus(int status) implements Answer {}
    }
}
