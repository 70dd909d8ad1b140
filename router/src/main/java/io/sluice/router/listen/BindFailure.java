package io.sluice.router.listen;

/** A port that could not be opened; every other one is. */
public record BindFailure(int port, String reason) {}
