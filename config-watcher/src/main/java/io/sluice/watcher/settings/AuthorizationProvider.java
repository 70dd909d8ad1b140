package io.sluice.watcher.settings;

import io.sluice.table.policy.Authorizer;

/**
 * An extension provider that CUSTOM policies may name (istio.md §4.3).
 *
 * @param service full name of the Service, or host of a ServiceEntry
 * @param authorizer without its cluster, which manifests decide
 */
public record AuthorizationProvider(String service, int port, Authorizer authorizer) {}
