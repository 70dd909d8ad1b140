package io.sluice.watcher.admission.field;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Reads a regular expression: RE2 alone, and none that compiles to a larger program than Istio's Envoy takes. */
public final class RegexReader {
    /** {@code re2.max_program_size.error_level} of Istio's bootstrap (istio.md §1.2). */
    private static final int MOST_INSTRUCTIONS = 32_768;

    private RegexReader() {}

    public static String read(Reader reader, String field, String expression) {
        if (expression.isEmpty()) {
            throw reader.invalid(field, "is empty; leave the condition out to match anything");
        }
        try {
            int instructions = Pattern.compile(expression).programSize();
            if (instructions > MOST_INSTRUCTIONS) {
                throw reader.invalid(
                        field,
                        "compiles to " + instructions + " instructions, more than " + MOST_INSTRUCTIONS
                                + "; write a shorter expression");
            }
        } catch (PatternSyntaxException malformed) {
            throw reader.invalid(field, "is no RE2 expression: " + malformed.getMessage());
        }
        return expression;
    }
}
