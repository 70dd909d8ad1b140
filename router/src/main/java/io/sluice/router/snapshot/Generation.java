package io.sluice.router.snapshot;

import io.sluice.router.observe.Observations;
import io.sluice.router.route.CompiledTable;
import io.sluice.router.tls.SecurePort;
import io.sluice.table.RoutingTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table in force. Immutable.
 *
 * @param number counts from 0, the empty table before the first
 * @param declared what it was compiled from
 * @param secure ports that speak TLS
 * @param observations what is told of exchanges; null = what the router was started with
 */
public record Generation(
        long number,
        RoutingTable declared,
        CompiledTable table,
        Map<Integer, SecurePort> secure,
        @Nullable Observations observations) {}
