package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.table.Route;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.StringMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Routes whose path is the same, and so matches: which is the first whose other conditions hold? A few are asked in order.
 * Of many, those that want an exact header are found by the request's own value of it (all gRPC calls of a Seldon gateway
 * have one path, and the header {@code seldon} tells the models apart). Immutable.
 */
final class Candidates {
    static final Candidates NONE = new Candidates(new int[0], new ByHeader[0]);

    /** Positions in the list of all routes, ascending. */
    private final int[] inOrder;

    private final ByHeader[] byHeader;

    /** @param orders by value of header {@code name}, in lower case: more than match, never fewer */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record ByHeader(byte[] name, ByteTable<int[]> orders) {}

    private Candidates(int[] inOrder, ByHeader[] byHeader) {
        this.inOrder = inOrder;
        this.byHeader = byHeader;
    }

    /** @param orders positions in {@code declared}, ascending */
    static Candidates of(List<Integer> orders, List<Route> declared) {
        List<Integer> rest = new ArrayList<>();
        Map<String, Map<String, List<Integer>>> byHeader = new LinkedHashMap<>();
        for (int order : orders) {
            HeaderMatch header = orders.size() <= RouteIndex.FEW ? null : exactHeader(declared.get(order));
            if (header != null && header.value() instanceof StringMatch.Exact exact) {
                byHeader.computeIfAbsent(header.name(), absent -> new LinkedHashMap<>())
                        .computeIfAbsent(exact.value().toLowerCase(Locale.ROOT), absent -> new ArrayList<>())
                        .add(order);
            } else {
                rest.add(order);
            }
        }
        return new Candidates(
                ints(rest),
                byHeader.entrySet().stream()
                        .map(entry -> new ByHeader(Ascii.bytes(entry.getKey()), table(entry.getValue())))
                        .toArray(ByHeader[]::new));
    }

    private static @Nullable HeaderMatch exactHeader(Route route) {
        for (HeaderMatch header : route.match().headers()) {
            if (!header.inverted() && !header.name().startsWith(":") && header.value() instanceof StringMatch.Exact) {
                return header;
            }
        }
        return null;
    }

    private static ByteTable<int[]> table(Map<String, List<Integer>> byValue) {
        Map<String, int[]> arrays = new LinkedHashMap<>();
        byValue.forEach((value, orders) -> arrays.put(value, ints(orders)));
        return new ByteTable<>(arrays);
    }

    private static int[] ints(List<Integer> orders) {
        return orders.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The lower of {@code best} and the first candidate that matches but for its path. */
    int lowest(int best, CompiledRoute[] routes, RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        int lowest = lowest(inOrder, best, routes, head, caller, claims);
        for (ByHeader header : byHeader) {
            HeaderBlock fields = head.fields();
            for (int line = fields.next(header.name(), -1); line >= 0; line = fields.next(header.name(), line)) {
                int[] orders =
                        header.orders().getIgnoreCase(fields.bytes(), fields.valueStart(line), fields.valueEnd(line));
                lowest = orders == null ? lowest : lowest(orders, lowest, routes, head, caller, claims);
            }
        }
        return lowest;
    }

    private static int lowest(
            int[] orders,
            int best,
            CompiledRoute[] routes,
            RequestHead head,
            @Nullable Workload caller,
            @Nullable Claims claims) {
        for (int order : orders) {
            if (order >= best) {
                return best;
            }
            if (routes[order].matcher().rest(head, caller, claims)) {
                return order;
            }
        }
        return best;
    }
}
