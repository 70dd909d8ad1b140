package io.sluice.router.snapshot;

import io.sluice.router.route.CompiledTable;

/**
 * A table in force. Immutable.
 *
 * @param number counts from 0, the empty table before the first
 */
public record Generation(long number, CompiledTable table) {}
