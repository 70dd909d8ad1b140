package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.table.Route;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.PathMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Routes by the text of their path: one walk over the request's path passes every prefix that matches, and ends at the exact
 * paths that do. Routes whose path is no text (a regex, or any case) stand beside it, together if their path is the same, so
 * that a regex runs once however many routes share it. The lowest of all is the first in order. Immutable once built.
 */
final class RouteTrie implements RouteIndex {
    private static final Beside[] NONE = {};

    private final Node root = new Node(new byte[0]);
    private final CompiledRoute[] routes;
    private final Beside[] beside;

    /** Routes of one path that is no text; {@code first} is the lowest of them. */
    private record Beside(PathMatcher path, int first, Candidates candidates) {}

    RouteTrie(List<CompiledRoute> routes, List<Route> declared) {
        this.routes = routes.toArray(CompiledRoute[]::new);
        Map<PathMatch, List<Integer>> others = new LinkedHashMap<>();
        for (int order = 0; order < declared.size(); order++) {
            PathMatch path = declared.get(order).match().path();
            switch (path) {
                case PathMatch.Exact exact
                when !exact.ignoreCase() -> node(exact.path()).exactOrders.add(order);
                case PathMatch.Prefix prefix
                when !prefix.ignoreCase() -> node(prefix.path()).prefixOrders.add(order);
                case PathMatch.Exact anyCase -> add(others, path, order);
                case PathMatch.Prefix anyCase -> add(others, path, order);
                case PathMatch.Regex regex -> add(others, path, order);
            }
        }
        root.seal(declared);
        beside = others.entrySet().stream()
                .map(entry -> new Beside(
                        PathMatcher.of(entry.getKey()),
                        entry.getValue().get(0),
                        Candidates.of(entry.getValue(), declared)))
                .toList()
                .toArray(NONE);
    }

    private static void add(Map<PathMatch, List<Integer>> to, PathMatch path, int order) {
        to.computeIfAbsent(path, absent -> new ArrayList<>()).add(order);
    }

    private Node node(String path) {
        return root.insert(Ascii.bytes(path), 0);
    }

    @Override
    public @Nullable CompiledRoute firstMatch(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        int best = walk(head, caller, claims);
        for (Beside other : beside) {
            if (other.first() >= best) {
                break;
            }
            if (other.path().matches(head.bytes(), head.pathStart(), head.pathEnd())) {
                best = other.candidates().lowest(best, routes, head, caller, claims);
            }
        }
        return best == Integer.MAX_VALUE ? null : routes[best];
    }

    private int walk(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        byte[] bytes = head.bytes();
        int at = head.pathStart();
        int end = head.pathEnd();
        int best = Integer.MAX_VALUE;
        Node node = root;
        while (node != null) {
            best = node.prefix.lowest(best, routes, head, caller, claims);
            if (at == end) {
                return node.exact.lowest(best, routes, head, caller, claims);
            }
            node = node.child(bytes, at, end);
            at += node == null ? 0 : node.text.length;
        }
        return best;
    }

    /** A node's text is what its edge adds to its parent's; children differ in their first byte. */
    private static final class Node {
        private byte[] text;
        private Candidates exact = Candidates.NONE;
        private Candidates prefix = Candidates.NONE;
        private List<Integer> exactOrders = new ArrayList<>(0);
        private List<Integer> prefixOrders = new ArrayList<>(0);
        private @Nullable Node[] children = new Node[0];

        /** Child by first byte, less {@link #lowestByte}; kept dense because paths are ASCII. */
        private int lowestByte;

        Node(byte[] text) {
            this.text = text;
        }

        /** Nothing more is added below here. */
        void seal(List<Route> declared) {
            exact = exactOrders.isEmpty() ? Candidates.NONE : Candidates.of(exactOrders, declared);
            prefix = prefixOrders.isEmpty() ? Candidates.NONE : Candidates.of(prefixOrders, declared);
            exactOrders = List.of();
            prefixOrders = List.of();
            for (Node child : children) {
                if (child != null) {
                    child.seal(declared);
                }
            }
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
