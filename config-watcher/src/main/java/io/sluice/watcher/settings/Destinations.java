package io.sluice.watcher.settings;

import io.sluice.watcher.resource.LocalityPreference;

/**
 * What the mesh says of destinations.
 *
 * @param rootNamespace whose DestinationRules are for everybody
 * @param locality where a rule has no {@code localityLbSetting}
 */
public record Destinations(String rootNamespace, LocalityPreference locality) {
    public static final Destinations DEFAULT = new Destinations("istio-system", LocalityPreference.DEFAULT);
}
