package io.sluice.router.snapshot;

import io.sluice.router.route.CompiledTable;
import io.sluice.table.RoutingTable;

/**
 * A table in force. Immutable.
 *
 * @param number counts from 0, the empty table before the first
 * @param declared what it was compiled from
 */
public record Generation(long number, RoutingTable declared, CompiledTable table) {}
