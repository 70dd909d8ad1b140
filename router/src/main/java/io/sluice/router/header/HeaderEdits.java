package io.sluice.router.header;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header operations of one level, compiled: remove, then set, then add, each sorted by name (istio.md §1.6). All values are
 * made before the first of them replaces anything. Immutable.
 */
public final class HeaderEdits {
    static final HeaderEdits NONE = new HeaderEdits(Edits.NONE);

    private final byte[][] removed;
    private final Line[] set;
    private final Line[] added;
    private final byte @Nullable [] host;

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Line(byte[] name, HeaderFormat value) {}

    HeaderEdits(Edits edits) {
        removed = edits.remove().stream()
                .filter(HeaderEdits::changeable)
                .map(Ascii::bytes)
                .toArray(byte[][]::new);
        set = lines(edits.set());
        added = lines(edits.add());
        String authority = edits.authority();
        host = authority == null ? null : authority.getBytes(StandardCharsets.UTF_8);
    }

    private static Line[] lines(List<Field> fields) {
        return fields.stream()
                .filter(field -> changeable(field.name()) && !field.value().isEmpty())
                .sorted(Comparator.comparing(Field::name))
                .map(field -> new Line(Ascii.bytes(field.name()), new HeaderFormat(field.value())))
                .toArray(Line[]::new);
    }

    /** The authority is changed as such; other pseudo fields cannot be. */
    private static boolean changeable(String name) {
        return !name.startsWith(":") && !name.equals("host");
    }

    /** The new {@code Host}; null = unchanged. Shared: never written to. */
    public byte @Nullable [] host() {
        return host;
    }

    public void apply(HeaderBlock fields, StreamInfo info) {
        for (byte[] name : removed) {
            removeUntil(fields, name, fields.count());
        }
        int before = fields.count();
        append(set, fields, before, info);
        int behindSet = fields.count();
        append(added, fields, before, info);
        for (Line line : set) {
            int own = fields.next(line.name(), before - 1);
            if (own >= 0 && own < behindSet) {
                removeUntil(fields, line.name(), own);
            }
        }
    }

    /** A value that comes to nothing adds no line. */
    private static void append(Line[] lines, HeaderBlock fields, int visible, StreamInfo info) {
        for (Line line : lines) {
            int length = fields.length();
            int count = fields.count();
            fields.startLine(line.name());
            int start = fields.length();
            line.value().append(fields, visible, info);
            if (fields.length() == start) {
                fields.truncate(length, count);
            } else {
                fields.endLine();
            }
        }
    }

    private static void removeUntil(HeaderBlock fields, byte[] name, int end) {
        for (int i = fields.next(name, -1); i >= 0 && i < end; i = fields.next(name, i)) {
            fields.remove(i);
        }
    }
}
