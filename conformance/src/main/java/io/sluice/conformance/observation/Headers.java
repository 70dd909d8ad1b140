package io.sluice.conformance.observation;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lines of a head, or trailers, in the order of the wire. */
public record Headers(List<Header> lines) {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        lines = List.copyOf(lines);
    }

    /** The value of the last line of that name. */
    public Optional<String> last(String name) {
        return lines.reversed().stream()
                .filter(line -> line.is(name))
                .map(Header::value)
                .findFirst();
    }

    public boolean has(String name) {
        return last(name).isPresent();
    }

    public Headers map(UnaryOperator<Header> change) {
        return new Headers(lines.stream().map(change).toList());
    }
}
