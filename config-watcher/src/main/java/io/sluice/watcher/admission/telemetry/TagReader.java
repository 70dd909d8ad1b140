package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.http.FormatReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the tags that spans have beside their own. */
final class TagReader {
    private TagReader() {}

    /** In the order in which they stand. */
    static List<Tag> read(Reader reader, String field) {
        List<Tag> tags = new ArrayList<>();
        reader.objectMap(field, TagReader::tag)
                .forEach((name, tag) -> tags.add(new Tag(name, tag.value(), tag.otherwise())));
        return tags;
    }

    private static Tag tag(Reader tag) {
        Tag literal = tag.object("literal", of -> new Tag("", Format.literal(named(of, "value")), null));
        Tag environment = tag.object("environment", TagReader::environment);
        Tag header = tag.object("header", TagReader::header);
        Tag formatter =
                tag.object("formatter", of -> new Tag("", FormatReader.readLog(of, "value", named(of, "value")), null));
        Tag read = literal != null ? literal : environment != null ? environment : header != null ? header : formatter;
        if (read == null) {
            throw tag.refused("", "must have one of literal, environment, header, formatter");
        }
        return read;
    }

    private static Tag environment(Reader of) {
        String value = System.getenv(named(of, "name"));
        return new Tag(
                "", Format.literal(value == null ? of.text("defaultValue", "") : value), of.text("defaultValue"));
    }

    private static Tag header(Reader of) {
        String name = named(of, "name").toLowerCase(Locale.ROOT);
        return new Tag("", new Format(List.of(new Piece.RequestHeader(name, null))), of.text("defaultValue"));
    }

    private static String named(Reader of, String field) {
        String text = of.requiredText(field);
        if (text.isEmpty()) {
            throw of.refused(field, "must not be empty");
        }
        return text;
    }
}
