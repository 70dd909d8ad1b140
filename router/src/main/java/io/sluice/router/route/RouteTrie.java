package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.table.Route;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.PathMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Routes by the text of their path: one walk over the request's path passes every prefix that matches, and ends at the exact
 * paths that do. Routes whose path is no text (a regex, or any case) are asked in order beside it. The lowest of all is the
 * first in order. Immutable once built.
 */
final class RouteTrie implements RouteIndex {
    private final Node root = new Node(new byte[0]);
    private final CompiledRoute[] routes;
    private final int[] unindexed;

    RouteTrie(List<CompiledRoute> routes, List<Route> declared) {
        this.routes = routes.toArray(CompiledRoute[]::new);
        IntList others = new IntList();
        for (int order = 0; order < declared.size(); order++) {
            switch (declared.get(order).match().path()) {
                case PathMatch.Exact exact
                when !exact.ignoreCase() -> node(exact.path()).exact.add(order);
                case PathMatch.Prefix prefix
                when !prefix.ignoreCase() -> node(prefix.path()).prefix.add(order);
                case PathMatch.Exact anyCase -> others.add(order);
                case PathMatch.Prefix anyCase -> others.add(order);
                case PathMatch.Regex regex -> others.add(order);
            }
        }
        unindexed = others.toArray();
    }

    private Node node(String path) {
        return root.insert(Ascii.bytes(path), 0);
    }

    @Override
    public @Nullable CompiledRoute firstMatch(RequestHead head, @Nullable Workload caller) {
        int best = walk(head, caller);
        for (int order : unindexed) {
            if (order >= best) {
                break;
            }
            if (routes[order].matcher().matches(head, caller)) {
                best = order;
            }
        }
        return best == Integer.MAX_VALUE ? null : routes[best];
    }

    private int walk(RequestHead head, @Nullable Workload caller) {
        byte[] bytes = head.bytes();
        int at = head.pathStart();
        int end = head.pathEnd();
        int best = Integer.MAX_VALUE;
        Node node = root;
        while (node != null) {
            best = lowest(node.prefix, best, head, caller);
            if (at == end) {
                return lowest(node.exact, best, head, caller);
            }
            node = node.child(bytes, at, end);
            at += node == null ? 0 : node.text.length;
        }
        return best;
    }

    /** The path of these routes matches; the rest of each is asked, in order, while it could still be the lowest. */
    private int lowest(IntList orders, int best, RequestHead head, @Nullable Workload caller) {
        for (int i = 0; i < orders.size(); i++) {
            int order = orders.get(i);
            if (order >= best) {
                return best;
            }
            if (routes[order].matcher().rest(head, caller)) {
                return order;
            }
        }
        return best;
    }

    /** A node's text is what its edge adds to its parent's; children differ in their first byte. */
    private static final class Node {
        private byte[] text;
        private IntList exact = new IntList();
        private IntList prefix = new IntList();
        private @Nullable Node[] children = new Node[0];

        /** Child by first byte, less {@link #lowestByte}; kept dense because paths are ASCII. */
        private int lowestByte;

        Node(byte[] text) {
            this.text = text;
        }

        @Nullable
        Node child(byte[] bytes, int at, int end) {
            int slot = (bytes[at] & 0xff) - lowestByte;
            if (slot < 0 || slot >= children.length) {
                return null;
            }
            Node child = children[slot];
            if (child == null) {
                return null;
            }
            int childEnd = at + child.text.length;
            boolean fits =
                    childEnd <= end && java.util.Arrays.equals(child.text, 0, child.text.length, bytes, at, childEnd);
            return fits ? child : null;
        }

        /** The node of a path, made if need be. */
        Node insert(byte[] path, int at) {
            if (at == path.length) {
                return this;
            }
            Node child = slot(path[at]);
            if (child == null) {
                Node leaf = new Node(java.util.Arrays.copyOfRange(path, at, path.length));
                put(leaf);
                return leaf;
            }
            int mismatch = java.util.Arrays.mismatch(
                    child.text, 0, child.text.length, path, at, Math.min(path.length, at + child.text.length));
            if (mismatch < 0) {
                return child.insert(path, at + child.text.length);
            }
            Node upper = child.splitAt(mismatch);
            put(upper);
            return upper.insert(path, at + mismatch);
        }

        private @Nullable Node slot(byte first) {
            int slot = (first & 0xff) - lowestByte;
            return slot < 0 || slot >= children.length ? null : children[slot];
        }

        /** Cuts the edge to this node in two; returns the new upper half, whose only child this node becomes. */
        private Node splitAt(int length) {
            Node upper = new Node(java.util.Arrays.copyOf(text, length));
            text = java.util.Arrays.copyOfRange(text, length, text.length);
            upper.put(this);
            return upper;
        }

        private void put(Node child) {
            int first = child.text[0] & 0xff;
            int lowest = children.length == 0 ? first : Math.min(lowestByte, first);
            int highest = children.length == 0 ? first : Math.max(lowestByte + children.length - 1, first);
            @Nullable Node[] wider = new Node[highest - lowest + 1];
            System.arraycopy(children, 0, wider, children.length == 0 ? 0 : lowestByte - lowest, children.length);
            wider[first - lowest] = child;
            children = wider;
            lowestByte = lowest;
        }
    }
}
