package io.sluice.router.authz;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an authorizer says of a request. */
public sealed interface Verdict {
    /** Nothing is added to what passes. */
    Verdict UNMARKED = new Passes(null, null, List.of(), null);

    Verdict TOO_LARGE = new TooLarge();

    /**
     * @param upstream fields that replace the request's own; null = none
     * @param added fields that stand beside the request's own; null = none
     * @param removed names of fields that the request loses
     * @param grant fields that the client's answer gets; null = none
     */
    record Passes(
            @Nullable HeaderBlock upstream,
            @Nullable HeaderBlock added,
            List<String> removed,
            @Nullable HeaderBlock grant)
            implements Verdict {

        /** Who the request is for, and how its body ends, is not the authorizer's to change. */
        public void apply(RequestHead head) {
            HeaderBlock fields = head.fields();
            for (String name : removed) {
                remove(fields, Ascii.bytes(name.toLowerCase(Locale.ROOT)));
            }
            for (int line = 0; upstream != null && line < upstream.count(); line++) {
                if (!upstream.removed(line) && upstream.field(line) != FieldName.HOST) {
                    byte[] name = Ascii.bytes(upstream.name(line));
                    remove(fields, name);
                    fields.add(name, Ascii.bytes(upstream.value(line)));
                }
            }
            for (int line = 0; added != null && line < added.count(); line++) {
                if (added.field(line) != FieldName.HOST) {
                    fields.add(Ascii.bytes(added.name(line)), Ascii.bytes(added.value(line)));
                }
            }
        }

        /** What the authorizer tells the client of a request that it lets through. */
        public void grantTo(HeaderBlock answer) {
            for (int line = 0; grant != null && line < grant.count(); line++) {
                answer.add(Ascii.bytes(grant.name(line)), Ascii.bytes(grant.value(line)));
            }
        }

        private static void remove(HeaderBlock fields, byte[] name) {
            for (int line = fields.next(name, -1); line >= 0; line = fields.next(name, line)) {
                if (fields.field(line) != FieldName.HOST && !HopByHop.has(fields.field(line))) {
                    fields.remove(line);
                }
            }
        }
    }

    /**
     * The client gets this.
     *
     * @param fields with {@code content-type}, if there is a body
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Refuses(int status, HeaderBlock fields, byte[] body) implements Verdict {}

    /** There was no answer: the client gets this status alone. */
    record NoAnswer(int status) implements Verdict {}

    /** There is more of a body than the authorizer may be asked about. */
    record TooLarge() implements Verdict {}
}
