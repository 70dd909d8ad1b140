package io.sluice.watcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an unquoted scalar is, as {@code kubectl} takes it (sigs.k8s.io/yaml, YAML 1.1): {@code yes} and {@code off} are
 * booleans, {@code 010} is eight, {@code 1e3} a number; times stay text. A lone {@code y} or {@code n} is text, as most
 * readers of YAML have it: in a manifest it is a name, and YAML 1.1's boolean helps nobody.
 */
final class PlainScalars {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Longer ones are text to whoever asks for a number: nothing here is slow for a number of a million digits. */
    private static final int MOST_DIGITS = 400;

    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:(0)|0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*))");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

    private PlainScalars() {}

    static JsonNode resolve(String text) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
            case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> JSON.booleanNode(true);
            case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> JSON.booleanNode(false);
            case ".nan", ".NaN", ".NAN" -> JSON.numberNode(Double.NaN);
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> JSON.numberNode(Double.POSITIVE_INFINITY);
            case "-.inf", "-.Inf", "-.INF" -> JSON.numberNode(Double.NEGATIVE_INFINITY);
            default -> mayBeNumber(text) ? number(text) : JSON.textNode(text);
        };
    }

    private static boolean mayBeNumber(String text) {
        char first = text.charAt(0);
        return ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.')
                && text.length() <= MOST_DIGITS;
    }

    private static JsonNode number(String text) {
        String plain = text.replace("_", "");
        Matcher integer = INTEGER.matcher(plain);
        if (integer.matches() && integer.end() - integer.start() < 64) {
            try {
                return JSON.numberNode(whole(integer));
            } catch (NumberFormatException tooLarge) {
                // Beyond 64 bits: a decimal, as Go decodes it, if it is written like one.
            }
        }
        return DECIMAL.matcher(plain).matches() ? JSON.numberNode(Double.parseDouble(plain)) : JSON.textNode(text);
    }

    private static long whole(Matcher integer) {
        String sign = integer.group(1);
        int[] radixes = {10, 16, 2, 8, 10};
        for (int i = 0; i < radixes.length; i++) {
            String digits = integer.group(i + 2);
            if (digits != null) {
                return Long.parseLong(sign + digits, radixes[i]);
            }
        }
        throw new NumberFormatException();
    }
}
