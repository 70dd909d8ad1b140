package io.sluice.conformance.client;

import io.sluice.conformance.observation.Response;

/** A response and how long it took, from the first attempt to connect to its end. */
public record Replied(Response response, long elapsedMillis) {}
