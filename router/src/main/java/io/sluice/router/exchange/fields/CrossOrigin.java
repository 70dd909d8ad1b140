package io.sluice.router.exchange.fields;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledCors;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests (WHATWG Fetch §3.2, as Envoy reads it: istio.md §1.5). */
public final class CrossOrigin {
    private static final byte[] OPTIONS = Ascii.bytes("OPTIONS");
    private static final byte[] TRUE = Ascii.bytes("true");

    private CrossOrigin() {}

    /** What becomes of a request under a route's rules. */
    public enum Verdict {
        /** Of no origin, or of one that may not read the answer: forwarded like any other. */
        PLAIN,
        /** The answer says that its origin may read it. */
        ALLOWED,
        /** A preflight, to be answered here. */
        PREFLIGHT,
        /** A preflight of an origin that is not allowed, to be answered here all the same. */
        UNMATCHED_PREFLIGHT
    }

    public static Verdict judge(RequestHead head, CompiledCors cors) {
        HeaderBlock fields = head.fields();
        int origin = fields.first(FieldName.ORIGIN);
        if (origin < 0 || fields.valueStart(origin) == fields.valueEnd(origin)) {
            return Verdict.PLAIN;
        }
        boolean allowed = cors.allows(fields.bytes(), fields.valueStart(origin), fields.valueEnd(origin));
        if (isPreflight(head)) {
            if (allowed) {
                return Verdict.PREFLIGHT;
            }
            return cors.forwardUnmatchedPreflights() ? Verdict.PLAIN : Verdict.UNMATCHED_PREFLIGHT;
        }
        return allowed ? Verdict.ALLOWED : Verdict.PLAIN;
    }

    private static boolean isPreflight(RequestHead head) {
        HeaderBlock fields = head.fields();
        int method = fields.first(FieldName.ACCESS_CONTROL_REQUEST_METHOD);
        return method >= 0 && fields.valueEnd(method) > fields.valueStart(method) && head.methodIs(OPTIONS);
    }

    /** The lists that answer a preflight. */
    public static void preflight(RequestHead head, CompiledCors cors, boolean allowed, HeaderBlock answer) {
        list(
                answer,
                FieldName.ACCESS_CONTROL_ALLOW_METHODS,
                cors.allowMethods(),
                cors.reflectsMethod() ? FieldName.ACCESS_CONTROL_REQUEST_METHOD : null,
                head);
        list(
                answer,
                FieldName.ACCESS_CONTROL_ALLOW_HEADERS,
                cors.allowHeaders(),
                cors.reflectsHeaders() ? FieldName.ACCESS_CONTROL_REQUEST_HEADERS : null,
                head);
        byte[] maxAge = cors.maxAgeSeconds();
        if (maxAge != null) {
            answer.add(FieldName.ACCESS_CONTROL_MAX_AGE, maxAge);
        }
        if (allowed) {
            answer(head, cors, answer);
        }
    }

    private static void list(
            HeaderBlock answer,
            FieldName field,
            byte @Nullable [] configured,
            @Nullable FieldName reflected,
            RequestHead head) {
        if (reflected != null) {
            HeaderBlock fields = head.fields();
            int asked = fields.first(reflected);
            if (asked >= 0) {
                answer.add(field, fields.bytes(), fields.valueStart(asked), fields.valueEnd(asked));
            }
        } else if (configured != null) {
            answer.add(field, configured);
        }
    }

    /** What every answer to an allowed origin says; a model's own words on the matter give way. */
    public static void answer(RequestHead head, CompiledCors cors, HeaderBlock answer) {
        answer.remove(FieldName.ACCESS_CONTROL_ALLOW_ORIGIN);
        allow(head, cors, answer);
        byte[] exposed = cors.exposeHeaders();
        if (exposed != null) {
            answer.remove(FieldName.ACCESS_CONTROL_EXPOSE_HEADERS);
            answer.add(FieldName.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
    }

    private static void allow(RequestHead head, CompiledCors cors, HeaderBlock answer) {
        HeaderBlock fields = head.fields();
        int origin = fields.first(FieldName.ORIGIN);
        if (origin >= 0) {
            answer.add(
                    FieldName.ACCESS_CONTROL_ALLOW_ORIGIN,
                    fields.bytes(),
                    fields.valueStart(origin),
                    fields.valueEnd(origin));
        }
        if (cors.allowCredentials()) {
            answer.remove(FieldName.ACCESS_CONTROL_ALLOW_CREDENTIALS);
            answer.add(FieldName.ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
    }
}
