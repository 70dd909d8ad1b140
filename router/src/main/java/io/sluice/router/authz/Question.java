package io.sluice.router.authz;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.Map;
import java.util.TreeMap;

/** The head of a check: what of a request its authorizer is shown (istio-recorded.md §16). */
final class Question {
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] FALSE = Ascii.bytes("false");
    private static final byte[] PARTIAL_BODY = Ascii.bytes("x-envoy-auth-partial-body");

    private Question() {}

    static RequestHead of(Asked asked, CompiledAuthorizer authorizer) {
        int bodyBytes = asked.body().length;
        RequestHead head = new RequestHead();
        head.copy(asked.head());
        HeaderBlock fields = head.fields();
        Map<String, StringBuilder> shown = strip(fields, authorizer);
        byte[] prefix = authorizer.pathPrefix();
        if (prefix.length > 0) {
            head.replacePrefix(0, prefix);
        }
        shown.forEach((name, value) -> fields.add(Ascii.bytes(name), Ascii.bytes(value.toString())));
        authorizer.added().forEach((name, value) -> fields.add(Ascii.bytes(name), value));
        fields.add(FieldName.CONTENT_LENGTH, bodyBytes);
        if (bodyBytes > 0) {
            fields.add(PARTIAL_BODY, asked.cut() ? TRUE : FALSE);
        }
        fields.add(FieldName.X_ENVOY_INTERNAL, TRUE);
        fields.add(FieldName.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS, authorizer.timeoutMillis());
        head.framing(Framing.LENGTH, bodyBytes);
        head.upgrade(null);
        head.expectsContinue(false);
        return head;
    }

    /** Takes every field off but {@code Host}; those that the authorizer is shown are joined, a line each. */
    private static Map<String, StringBuilder> strip(HeaderBlock fields, CompiledAuthorizer authorizer) {
        Map<String, StringBuilder> shown = new TreeMap<>();
        for (int line = 0; line < fields.count(); line++) {
            FieldName field = fields.field(line);
            if (fields.removed(line) || field == FieldName.HOST) {
                continue;
            }
            String name = fields.name(line);
            boolean wanted =
                    (field == FieldName.AUTHORIZATION || authorizer.asked().has(name))
                            && !authorizer.added().containsKey(name)
                            && !HopByHop.has(field);
            if (wanted) {
                StringBuilder joined = shown.get(name);
                if (joined == null) {
                    shown.put(name, new StringBuilder(fields.value(line)));
                } else {
                    joined.append(',').append(fields.value(line));
                }
            }
            fields.remove(line);
        }
        return shown;
    }
}
