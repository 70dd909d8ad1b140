package io.sluice.table.match;

/** A condition on the first occurrence of a query parameter; name and value are compared undecoded. */
public record QueryMatch(String name, StringMatch value) {}
