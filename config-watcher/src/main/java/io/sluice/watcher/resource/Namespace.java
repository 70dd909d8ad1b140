package io.sluice.watcher.resource;

/** A namespace, for its labels. */
public record Namespace(Meta meta) implements Resource {}
