package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header operations, compiled: remove, then set, then add, each sorted by name (istio.md §1.6). Values are literal: format
 * strings are not run yet, and the control plane reports them. Immutable.
 */
public final class HeaderEdits {
    static final HeaderEdits NONE = new HeaderEdits(Edits.NONE);

    private final List<byte[]> removed = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final byte @Nullable [] host;

    /** @param replaces whether lines of that name go first */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Line(byte[] name, byte[] value, boolean replaces) {}

    HeaderEdits(Edits edits) {
        edits.remove().stream()
                .filter(HeaderEdits::changeable)
                .map(Ascii::bytes)
                .forEach(removed::add);
        addLines(edits.set(), true);
        addLines(edits.add(), false);
        host = host(edits);
    }

    private void addLines(List<Field> fields, boolean replaces) {
        fields.stream()
                .filter(field -> changeable(field.name()) && !field.format().isEmpty())
                .sorted(Comparator.comparing(Field::name))
                .forEach(field ->
                        lines.add(new Line(Ascii.bytes(field.name()), Ascii.bytes(literal(field.format())), replaces)));
    }

    /** The authority is changed as such; other pseudo fields cannot be. */
    private static boolean changeable(String name) {
        return !name.startsWith(":") && !name.equals("host");
    }

    private static String literal(String format) {
        return format.replace("%%", "%");
    }

    private static byte @Nullable [] host(Edits edits) {
        List<Field> all = new ArrayList<>(edits.set());
        all.addAll(edits.add());
        for (Field field : all) {
            if (field.name().equals("host") || field.name().equals(":authority")) {
                return Ascii.bytes(field.format());
            }
        }
        return null;
    }

    /** The new {@code Host}; null = unchanged. Shared: never written to. */
    public byte @Nullable [] host() {
        return host;
    }

    public void apply(HeaderBlock fields) {
        for (int i = 0; i < removed.size(); i++) {
            removeAll(fields, removed.get(i));
        }
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.replaces()) {
                removeAll(fields, line.name());
            }
            fields.add(line.name(), line.value());
        }
    }

    private static void removeAll(HeaderBlock fields, byte[] name) {
        for (int i = fields.next(name, -1); i >= 0; i = fields.next(name, i)) {
            fields.remove(i);
        }
    }
}
