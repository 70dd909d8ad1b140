package io.sluice.watcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of a tree's nodes, in the order in which a walk from the root meets them: a few bytes a node, kept for problems. */
final class NodeLines {
    private int[] lines = new int[64];
    private int size;

    void add(int line) {
        if (size == lines.length) {
            lines = Arrays.copyOf(lines, size * 2);
        }
        lines[size++] = line;
    }

    void addAll(int[] more) {
        if (size + more.length > lines.length) {
            lines = Arrays.copyOf(lines, Math.max(size + more.length, size * 2));
        }
        System.arraycopy(more, 0, lines, size, more.length);
        size += more.length;
    }

    int size() {
        return size;
    }

    int[] from(int begin) {
        return Arrays.copyOfRange(lines, begin, size);
    }

    void cut(int newSize) {
        size = newSize;
    }

    /** Nodes of a tree, itself included. */
    static int count(JsonNode tree) {
        int nodes = 1;
        for (JsonNode child : tree) {
            nodes += count(child);
        }
        return nodes;
    }

    /**
     * Line of a field, or of the deepest one on the way to it that is there.
     *
     * @param path as problems name fields: {@code spec.http[0].route}; names may hold dots
     */
    static int of(JsonNode tree, int[] lines, String path) {
        JsonNode node = tree;
        int at = 0;
        String rest = path;
        while (!rest.isEmpty()) {
            Step step = node.isArray() ? element(node, rest) : field(node, rest);
            if (step == null) {
                break;
            }
            at += step.skipped() + 1;
            node = step.node();
            rest = step.rest();
        }
        return at < lines.length ? lines[at] : 0;
    }

    /** @param skipped nodes between the parent and this child */
    private record Step(JsonNode node, int skipped, String rest) {}

    private static @Nullable Step element(JsonNode array, String path) {
        int end = path.indexOf(']');
        if (!path.startsWith("[") || end < 0) {
            return null;
        }
        int index;
        try {
            index = Integer.parseInt(path.substring(1, end));
        } catch (NumberFormatException notAnIndex) {
            return null;
        }
        if (index < 0 || index >= array.size()) {
            return null;
        }
        int skipped = 0;
        for (int i = 0; i < index; i++) {
            skipped += count(array.get(i));
        }
        return new Step(array.get(index), skipped, withoutDot(path.substring(end + 1)));
    }

    /** The longest name that the path begins with. */
    private static @Nullable Step field(JsonNode object, String path) {
        Step longest = null;
        int length = -1;
        int skipped = 0;
        for (var entry : object.properties()) {
            String name = entry.getKey();
            if (name.length() > length && beginsWith(path, name)) {
                length = name.length();
                longest = new Step(entry.getValue(), skipped, withoutDot(path.substring(length)));
            }
            skipped += count(entry.getValue());
        }
        return longest;
    }

    private static boolean beginsWith(String path, String name) {
        return path.startsWith(name)
                && (path.length() == name.length() || ".[".indexOf(path.charAt(name.length())) >= 0);
    }

    private static String withoutDot(String path) {
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
