package io.sluice.watcher.resource;

import java.util.Map;

/** A policy that guards pods, and the router among them (istio.md §4). */
public sealed interface Policy extends Resource permits AuthorizationPolicy, RequestAuthentication, UnenforcedPolicy {

    /** Labels of the pods it guards; empty = all of its namespace. */
    Map<String, String> selector();
}
