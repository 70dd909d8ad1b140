package io.sluice.table.match;

/** A name as hosts and server names are declared; lower case, without port. */
public sealed interface HostPattern {
    record Exact(String name) implements HostPattern {}

    /** {@code *.foo.com}: the suffix is {@code .foo.com}; {@code foo.com} itself does not match. */
    record Suffix(String suffix) implements HostPattern {}

    record Any() implements HostPattern {}

    /** Every IP address: whoever calls a port that stands for one host need not know its name. */
    record Address() implements HostPattern {}

    /** Reads {@code *}, {@code *.foo.com} or a name. */
    static HostPattern of(String text) {
        if (text.equals("*")) {
            return new Any();
        }
        return text.startsWith("*") ? new Suffix(text.substring(1)) : new Exact(text);
    }
}
