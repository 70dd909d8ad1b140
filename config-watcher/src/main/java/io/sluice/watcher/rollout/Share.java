package io.sluice.watcher.rollout;

/**
 * What one destination gets of the requests of a deployment.
 *
 * @param destination host and subset, for people
 * @param fraction 0 to 1; of several routes the largest
 * @param ready whether it has a ready endpoint
 */
record Share(String destination, double fraction, boolean ready) {}
