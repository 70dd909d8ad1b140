package io.sluice.watcher.resource;

/** A Kubernetes Node, for the place that its labels name. */
public record Node(Meta meta) implements Resource {}
