package io.sluice.table;

/**
 * Where a thing was said, for humans: {@code VirtualService my-ns/canary http[0].match[1]}.
 *
 * @param field path inside the object; empty for the whole of it
 */
public record Origin(String kind, String namespace, String name, String field) {
    public String namespacedName() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return kind + " " + namespacedName() + (field.isEmpty() ? "" : " " + field);
    }
}
