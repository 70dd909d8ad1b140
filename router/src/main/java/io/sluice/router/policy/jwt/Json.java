package io.sluice.router.policy.jwt;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as RFC 8259 has it, and stricter: a name stands once in an object, a text holds no NUL, nothing is nested deeper than a
 * token needs. Objects are maps, numbers are doubles, as they are to Envoy; {@link #NULL} is null.
 */
final class Json {
    static final Object NULL = new Object();

    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    /** What is no JSON. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed() {
            super("malformed JSON", null, false, false);
        }
    }

    private Json(String text) {
        this.text = text;
    }

    static Map<String, Object> object(byte[] utf8) throws Malformed {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw new Malformed();
        }
    }

    static Map<String, Object> object(String text) throws Malformed {
        Json json = new Json(text);
        json.blanks();
        if (json.peek() != '{') {
            throw new Malformed();
        }
        Map<String, Object> object = json.map(1);
        json.blanks();
        if (json.at != text.length()) {
            throw new Malformed();
        }
        return object;
    }

    private Object value(int depth) throws Malformed {
        blanks();
        if (depth > DEEPEST) {
            throw new Malformed();
        }
        return switch (peek()) {
            case '{' -> map(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", NULL);
            default -> number();
        };
    }

    private Object word(String word, Object meaning) throws Malformed {
        if (!text.startsWith(word, at)) {
            throw new Malformed();
        }
        at += word.length();
        return meaning;
    }

    private Map<String, Object> map(int depth) throws Malformed {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            blanks();
            if (peek() != '"') {
                throw new Malformed();
            }
            String name = string();
            blanks();
            take(':');
            if (map.put(name, value(depth + 1)) != null) {
                throw new Malformed();
            }
            blanks();
            if (peek() == '}') {
                at++;
                return map;
            }
            take(',');
        }
    }

    private List<Object> list(int depth) throws Malformed {
        List<Object> list = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value(depth + 1));
            blanks();
            if (peek() == ']') {
                at++;
                return list;
            }
            take(',');
        }
    }

    private String string() throws Malformed {
        StringBuilder string = new StringBuilder();
        at++;
        while (true) {
            char c = next();
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                throw new Malformed();
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws Malformed {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new Malformed();
        };
    }

    private char unicode() throws Malformed {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw new Malformed();
            }
            code = code * 16 + digit;
        }
        if (code == 0) {
            throw new Malformed();
        }
        return (char) code;
    }

    private Double number() throws Malformed {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        boolean zero = peek() == '0';
        int whole = digits();
        if (zero && whole > 1) {
            throw new Malformed();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return Double.valueOf(text.substring(start, at));
    }

    private int digits() throws Malformed {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw new Malformed();
        }
        return at - start;
    }

    private void blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    /** NUL at the end, which nothing starts with. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws Malformed {
        if (at == text.length()) {
            throw new Malformed();
        }
        return text.charAt(at++);
    }

    private void take(char wanted) throws Malformed {
        if (next() != wanted) {
            throw new Malformed();
        }
    }

    /** The shortest way to write a value. */
    static void write(Object value, StringBuilder target) {
        switch (value) {
            case Map<?, ?> map -> {
                String before = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    target.append(before);
                    write(entry.getKey(), target);
                    target.append(':');
                    write(entry.getValue(), target);
                    before = ",";
                }
                target.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String before = "[";
                for (Object element : list) {
                    target.append(before);
                    write(element, target);
                    before = ",";
                }
                target.append(list.isEmpty() ? "[]" : "]");
            }
            case String string -> quote(string, target);
            case Double number
            when number == Math.rint(number) && Math.abs(number) < 1e15 -> target.append(number.longValue());
            case Double number -> target.append(number);
            case Boolean truth -> target.append(truth);
            default -> target.append("null");
        }
    }

    private static void quote(String string, StringBuilder target) {
        target.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (c < ' ') {
                target.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                target.append(c);
            }
        }
        target.append('"');
    }
}
