package io.sluice.watcher.admission.http;

import io.sluice.table.Fraction;
import io.sluice.table.policy.Fault;
import io.sluice.watcher.admission.field.PercentReader;
import io.sluice.watcher.admission.field.Reader;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code fault} (istio.md §1.5). */
final class FaultReader {
    /** By number. */
    private static final List<String> GRPC_STATUSES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private FaultReader() {}

    static Fault read(Reader fault) {
        Fault.Delay delay = fault.object("delay", FaultReader::delay);
        Fault.Abort abort = fault.object("abort", FaultReader::abort);
        if (!fault.has("delay") && !fault.has("abort")) {
            throw fault.invalid("delay", "HTTP fault injection must have an abort and/or a delay");
        }
        return new Fault(delay, abort);
    }

    private static Fault.@Nullable Delay delay(Reader delay) {
        Fraction share = PercentReader.read(delay, "percentage");
        Integer whole = PercentReader.whole(delay, "percent");
        Duration fixed = delay.duration("fixedDelay");
        if (delay.has("exponentialDelay")) {
            delay.unsupported("exponentialDelay", "nothing is delayed, as with Istio");
            return null;
        }
        if (fixed == null || fixed.toMillis() < 1) {
            throw delay.invalid("fixedDelay", "must be at least 1ms");
        }
        return new Fault.Delay(fixed, share != null ? share : Fraction.ofPercent(whole == null ? 0 : whole));
    }

    /** Without a percentage nothing is aborted, other than with a mirror. */
    private static Fault.@Nullable Abort abort(Reader abort) {
        Fraction share = PercentReader.read(abort, "percentage");
        Integer http = abort.integer("httpStatus");
        String grpc = abort.text("grpcStatus");
        if (abort.has("http2Error")) {
            throw abort.invalid("http2Error", "HTTP/2 abort fault injection is not supported; use httpStatus");
        }
        if ((http == null) == (grpc == null)) {
            throw abort.invalid("httpStatus", "HTTP abort fault must have exactly one of httpStatus and grpcStatus");
        }
        Fault.Answer answer = http != null ? http(abort, http) : grpc(abort, grpc);
        return new Fault.Abort(answer, share == null ? Fraction.NONE : share);
    }

    private static Fault.Answer http(Reader abort, int status) {
        if (status < 200 || status > 599) {
            throw abort.invalid("httpStatus", "HTTP status " + status + " is not in 200 to 599");
        }
        return new Fault.Answer.HttpStatus(status);
    }

    private static Fault.Answer grpc(Reader abort, @Nullable String name) {
        int status = GRPC_STATUSES.indexOf(name);
        if (status < 0) {
            throw abort.invalid("grpcStatus", "gRPC status \"" + name + "\" is not known; write one like UNAVAILABLE");
        }
        return new Fault.Answer.GrpcStatus(status);
    }
}
