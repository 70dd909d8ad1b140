package io.sluice.watcher.admission.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pieces of an expression of CEL, one after the other. */
final class Tokens {
    private static final Pattern SPACE = Pattern.compile("(?:\\s|//[^\\n]*)+");
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FIELD = Pattern.compile("\\.\\s*[A-Za-z_][A-Za-z0-9_]*(?!\\s*\\()(?![A-Za-z0-9_])");
    private static final Pattern NUMBER = Pattern.compile("(?:\\d+\\.\\d+(?:[eE][+-]?\\d+)?|\\d+)[uU]?");

    private final String text;
    private int at;

    Tokens(String text) {
        this.text = text;
        skipSpace();
    }

    /** What is no CEL. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why);
        }
    }

    private Matcher here(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
    }

    private void skipSpace() {
        Matcher space = here(SPACE);
        if (space.lookingAt()) {
            at = space.end();
        }
    }

    private void advance(int to) {
        at = to;
        skipSpace();
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Takes an operator or a whole word, if it comes next. */
    boolean take(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        int end = at + token.length();
        boolean word = Character.isLetter(token.charAt(0));
        if (word && end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            return false;
        }
        advance(end);
        return true;
    }

    void require(String token) throws Malformed {
        if (!take(token)) {
            throw new Malformed("it wants " + token + where());
        }
    }

    Malformed unexpected() {
        return new Malformed("it does not go on like this" + where());
    }

    private String where() {
        return atEnd() ? " at its end" : " at character " + (at + 1);
    }

    String identifier() throws Malformed {
        Matcher identifier = here(IDENTIFIER);
        if (!identifier.lookingAt()) {
            throw unexpected();
        }
        advance(identifier.end());
        return identifier.group();
    }

    /** Whether a field is picked next, and not a function called. */
    boolean atField() {
        return here(FIELD).lookingAt();
    }

    boolean atNumber() {
        return here(NUMBER).lookingAt();
    }

    double number() throws Malformed {
        Matcher number = here(NUMBER);
        if (!number.lookingAt()) {
            throw unexpected();
        }
        advance(number.end());
        return Double.parseDouble(number.group().replaceAll("[uU]$", ""));
    }

    boolean atText() {
        boolean raw = at + 1 < text.length() && (text.charAt(at) == 'r' || text.charAt(at) == 'R');
        int quote = raw ? at + 1 : at;
        return quote < text.length() && (text.charAt(quote) == '\'' || text.charAt(quote) == '"');
    }

    /** In quotes of either kind; behind an {@code r} a backslash is one. */
    String text() throws Malformed {
        boolean raw = text.charAt(at) == 'r' || text.charAt(at) == 'R';
        int i = raw ? at + 1 : at;
        char quote = text.charAt(i++);
        StringBuilder read = new StringBuilder();
        while (i < text.length() && text.charAt(i) != quote) {
            char c = text.charAt(i++);
            if (c == '\\' && !raw && i < text.length()) {
                c = escaped(text.charAt(i++));
            }
            read.append(c);
        }
        if (i >= text.length()) {
            throw new Malformed("a text has no end");
        }
        advance(i + 1);
        return read.toString();
    }

    private static char escaped(char c) throws Malformed {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '\'', '"', '`', '?' -> c;
            default -> throw new Malformed("\\" + c + " is not known");
        };
    }
}
