package io.sluice.conformance.own;

import io.sluice.table.RoutingTable;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A broken rule.
 *
 * @param name what goes wrong
 * @param change of the table that the translator made
 * @param kills the cases that notice
 */
record Mutation(String name, UnaryOperator<RoutingTable> change, List<String> kills) {
    static Mutation of(String name, UnaryOperator<RoutingTable> change, String... kills) {
        return new Mutation(name, change, List.of(kills));
    }
}
