package io.sluice.watcher.admission.telemetry;

import io.sluice.table.telemetry.Expression;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.RegexReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads {@code filter.expression}: CEL, as far as it can be said of exchanges. */
final class ExpressionReader {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 100;

    private final Reader filter;
    private final Tokens tokens;
    private int depth;

    private ExpressionReader(Reader filter, String text) {
        this.filter = filter;
        tokens = new Tokens(text);
    }

    /** What is CEL, but cannot be run here. */
    static final class Unsupported extends Exception {
        private static final long serialVersionUID = 1;

        Unsupported(String what) {
            super(what);
        }
    }

    /**
     * @param read gets it; null = every exchange passes. Not called for one that cannot be run, which is told
     * @return true
     */
    static boolean read(Reader filter, Consumer<@org.jspecify.annotations.Nullable Expression> read) {
        String text = filter.text("expression", "");
        if (text.isBlank()) {
            read.accept(null);
            return true;
        }
        if (text.length() > LONGEST) {
            throw filter.invalid("expression", "is longer than " + LONGEST + " characters");
        }
        try {
            read.accept(new ExpressionReader(filter, text).whole());
        } catch (Unsupported unsupported) {
            filter.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "expression",
                    unsupported.getMessage() + ": not run by this router; the whole entry is left out");
        } catch (Tokens.Malformed malformed) {
            throw filter.refused("expression", "is no expression of CEL: " + malformed.getMessage());
        }
        return true;
    }

    private Expression whole() throws Unsupported, Tokens.Malformed {
        Expression read = either();
        if (!tokens.atEnd()) {
            throw tokens.unexpected();
        }
        return read;
    }

    private Expression either() throws Unsupported, Tokens.Malformed {
        if (++depth > DEEPEST) {
            throw filter.invalid("expression", "is more than " + DEEPEST + " deep");
        }
        Expression read = both();
        while (tokens.take("||")) {
            read = new Expression.Or(read, both());
        }
        if (tokens.take("?")) {
            throw new Unsupported("a choice (?:)");
        }
        depth--;
        return read;
    }

    private Expression both() throws Unsupported, Tokens.Malformed {
        Expression read = relation();
        while (tokens.take("&&")) {
            read = new Expression.And(read, relation());
        }
        return read;
    }

    private Expression relation() throws Unsupported, Tokens.Malformed {
        Expression left = unary();
        if (tokens.take("in")) {
            return in(left);
        }
        for (String operator : List.of("==", "!=", "<=", ">=", "<", ">")) {
            if (tokens.take(operator)) {
                return new Expression.Compare(left, comparison(operator), unary());
            }
        }
        for (String operator : List.of("+", "-", "*", "/", "%")) {
            if (tokens.take(operator)) {
                throw new Unsupported("arithmetic (" + operator + ")");
            }
        }
        return left;
    }

    private static Expression.Comparison comparison(String operator) {
        return switch (operator) {
            case "==" -> Expression.Comparison.EQUAL;
            case "!=" -> Expression.Comparison.UNEQUAL;
            case "<=" -> Expression.Comparison.LESS_OR_EQUAL;
            case ">=" -> Expression.Comparison.GREATER_OR_EQUAL;
            case "<" -> Expression.Comparison.LESS;
            default -> Expression.Comparison.GREATER;
        };
    }

    /** In a list, or of a name among headers. */
    private Expression in(Expression left) throws Unsupported, Tokens.Malformed {
        if (tokens.take("[")) {
            return new Expression.In(left, elements("]"));
        }
        String map = Attributes.name(tokens);
        if (left instanceof Expression.Text name && Attributes.isMap(map)) {
            return new Expression.Has(Attributes.entry(map, name.text()));
        }
        throw new Unsupported("\"in " + map + "\"");
    }

    private List<Expression> elements(String end) throws Unsupported, Tokens.Malformed {
        List<Expression> elements = new ArrayList<>();
        while (!tokens.take(end)) {
            if (!elements.isEmpty()) {
                tokens.require(",");
            }
            elements.add(either());
        }
        return elements;
    }

    private Expression unary() throws Unsupported, Tokens.Malformed {
        if (tokens.take("!")) {
            if (++depth > DEEPEST) {
                throw filter.invalid("expression", "is more than " + DEEPEST + " deep");
            }
            Expression operand = unary();
            depth--;
            return new Expression.Not(operand);
        }
        if (tokens.take("-")) {
            return new Expression.Numeral(-tokens.number());
        }
        return tests(primary());
    }

    private Expression primary() throws Unsupported, Tokens.Malformed {
        if (tokens.take("(")) {
            Expression read = either();
            tokens.require(")");
            return read;
        }
        if (tokens.take("[") || tokens.take("{")) {
            throw new Unsupported("a list or a map of its own");
        }
        if (tokens.atText()) {
            return new Expression.Text(tokens.text());
        }
        if (tokens.atNumber()) {
            return new Expression.Numeral(tokens.number());
        }
        if (tokens.take("true")) {
            return new Expression.Truth(true);
        }
        if (tokens.take("false")) {
            return new Expression.Truth(false);
        }
        if (tokens.take("has")) {
            tokens.require("(");
            Expression what = Attributes.read(tokens);
            tokens.require(")");
            return new Expression.Has(what);
        }
        if (tokens.take("size")) {
            tokens.require("(");
            Expression of = either();
            tokens.require(")");
            return new Expression.Size(of);
        }
        return Attributes.read(tokens);
    }

    /** {@code .contains(…)} and its like, behind a text. */
    private Expression tests(Expression text) throws Unsupported, Tokens.Malformed {
        if (!tokens.take(".")) {
            return text;
        }
        String function = tokens.identifier();
        tokens.require("(");
        List<Expression> arguments = elements(")");
        Expression test = switch (function) {
            case "contains" -> test(text, Expression.Test.How.CONTAINS, function, arguments);
            case "startsWith" -> test(text, Expression.Test.How.STARTS_WITH, function, arguments);
            case "endsWith" -> test(text, Expression.Test.How.ENDS_WITH, function, arguments);
            case "matches" -> matches(text, arguments);
            case "size" -> new Expression.Size(text);
            default -> throw new Unsupported("the function " + function);
        };
        return tests(test);
    }

    private static Expression test(
            Expression text, Expression.Test.How how, String function, List<Expression> arguments)
            throws Tokens.Malformed {
        if (arguments.size() != 1) {
            throw new Tokens.Malformed(function + " takes one text");
        }
        return new Expression.Test(text, how, arguments.get(0));
    }

    private Expression matches(Expression text, List<Expression> arguments) throws Unsupported {
        if (arguments.size() == 1 && arguments.get(0) instanceof Expression.Text pattern) {
            return new Expression.Matches(text, RegexReader.read(filter, "expression", pattern.text()));
        }
        throw new Unsupported("a pattern that is not written down");
    }
}
