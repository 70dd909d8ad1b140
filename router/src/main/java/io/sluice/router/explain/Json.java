package io.sluice.router.explain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Spells records as JSON (RFC 8259): components by their names, enums in lower case, durations as ISO 8601, a case of a
 * sealed type with its name as {@code kind}. What is null is left out.
 */
public final class Json {
    private final StringBuilder out = new StringBuilder();

    /** More of it with each level; empty = all on one line. */
    private final String indent;

    private Json(String indent) {
        this.indent = indent;
    }

    /** @param value a record, or a list of them */
    public static String of(Object value) {
        Json json = new Json("  ");
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    /** The same on one line, without an end. */
    public static String line(Object value) {
        Json json = new Json("");
        json.value(value, "");
        return json.out.toString();
    }

    /** The shape of every error: one member, {@code error}. */
    public static String error(String sentence) {
        return of(new Mistake(sentence));
    }

    private record Mistake(String error) {}

    private void value(@Nullable Object value, String line) {
        switch (value) {
            case null -> out.append("null");
            case Iterable<?> list -> list(list, line);
            case Record pair -> object(pair, line);
            case Enum<?> constant -> text(constant.name().toLowerCase(Locale.ROOT));
            case Boolean truth -> out.append(truth);
            case Integer number -> out.append(number);
            case Long number -> out.append(number);
            case Double number -> out.append(plain(number));
            default -> text(value.toString());
        }
    }

    /** 75, not 75.0; two places are enough for a percentage. */
    private static String plain(double number) {
        double rounded = Math.round(number * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private void list(Iterable<?> list, String line) {
        Iterator<?> elements = list.iterator();
        if (!elements.hasNext()) {
            out.append("[]");
            return;
        }
        out.append('[');
        while (elements.hasNext()) {
            out.append(line).append(indent);
            value(elements.next(), line + indent);
            out.append(elements.hasNext() ? "," : line);
        }
        out.append(']');
    }

    private void object(Record of, String line) {
        Members members = new Members(line);
        if (isCase(of.getClass())) {
            members.add("kind", of.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        for (RecordComponent component : of.getClass().getRecordComponents()) {
            Object value = component(component, of);
            if (value != null) {
                members.add(component.getName(), value);
            }
        }
        out.append(members.first ? "{}" : line + "}");
    }

    private static boolean isCase(Class<?> type) {
        for (Class<?> face : type.getInterfaces()) {
            if (face.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object component(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException("a record's accessor failed", impossible);
        }
    }

    private final class Members {
        private final String line;
        private boolean first = true;

        Members(String line) {
            this.line = line;
        }

        void add(String name, Object value) {
            out.append(first ? "{" : ",").append(line).append(indent);
            first = false;
            text(name);
            out.append(line.isEmpty() ? ":" : ": ");
            value(value, line + indent);
        }
    }

    private void text(String text) {
        out.append('"');
        Consumer<String> append = out::append;
        text.chars().forEach(c -> append.accept(escaped((char) c)));
        out.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPlain(c) ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c);
        };
    }

    /** What moves cursors, ends lines or turns the direction of writing is not: answers are printed on terminals as they come. */
    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
