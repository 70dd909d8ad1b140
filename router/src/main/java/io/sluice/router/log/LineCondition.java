package io.sluice.router.log;

import com.google.re2j.Pattern;
import io.sluice.router.header.HeaderFormat;
import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.telemetry.Expression;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a line is written of an exchange, compiled. Immutable. What an expression comes to is a {@link Boolean}, a {@link Double}, a
 * {@link String}, or null where what it asks for is not there; a whole that comes to anything but true writes nothing.
 */
final class LineCondition {
    private final Expression expression;

    // What is not cheap to make: by the very expression that asks for it.
    private final IdentityHashMap<Expression, HeaderFormat> formats = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Pattern> patterns = new IdentityHashMap<>();

    LineCondition(Expression expression) {
        this.expression = expression;
        prepare(expression);
    }

    private void prepare(Expression each) {
        if (each instanceof Expression.Of of) {
            formats.put(of, new HeaderFormat(new Format(List.of(of.piece()))));
        } else if (each instanceof Expression.Matches matches) {
            patterns.put(matches, Pattern.compile(matches.pattern()));
        }
        parts(each).forEach(this::prepare);
    }

    private static Stream<Expression> parts(Expression whole) {
        return switch (whole) {
            case Expression.Not not -> Stream.of(not.operand());
            case Expression.Has has -> Stream.of(has.what());
            case Expression.And and -> Stream.of(and.left(), and.right());
            case Expression.Or or -> Stream.of(or.left(), or.right());
            case Expression.Compare compare -> Stream.of(compare.left(), compare.right());
            case Expression.In in -> Stream.concat(Stream.of(in.what()), in.list().stream());
            case Expression.Test test -> Stream.of(test.text(), test.argument());
            case Expression.Matches matches -> Stream.of(matches.text());
            case Expression.Size size -> Stream.of(size.text());
            case Expression.Text text -> Stream.empty();
            case Expression.Numeral number -> Stream.empty();
            case Expression.Truth truth -> Stream.empty();
            case Expression.Of of -> Stream.empty();
            case Expression.UrlPath path -> Stream.empty();
            case Expression.Query query -> Stream.empty();
            case Expression.MutualTls tls -> Stream.empty();
        };
    }

    /** Whether it asks for fields of answers, which have to be kept for that. */
    boolean asksResponses() {
        return formats.keySet().stream()
                .anyMatch(each -> each instanceof Expression.Of of && of.piece() instanceof Piece.ResponseHeader);
    }

    /** @param scratch overwritten */
    boolean holds(StreamInfo exchange, HeaderBlock scratch) {
        return Boolean.TRUE.equals(value(expression, exchange, scratch));
    }

    private @Nullable Object value(Expression each, StreamInfo exchange, HeaderBlock scratch) {
        return switch (each) {
            case Expression.Text text -> text.text();
            case Expression.Numeral number -> number.number();
            case Expression.Truth truth -> truth.truth();
            case Expression.Of of -> of(of, exchange, scratch);
            case Expression.UrlPath path -> target(exchange, scratch, true);
            case Expression.Query query -> target(exchange, scratch, false);
            case Expression.MutualTls tls -> exchange.mutualTls();
            case Expression.Has has -> value(has.what(), exchange, scratch) != null;
            case Expression.Not not -> value(not.operand(), exchange, scratch) instanceof Boolean truth ? !truth : null;
            case Expression.And and -> settled(and.left(), and.right(), false, exchange, scratch);
            case Expression.Or or -> settled(or.left(), or.right(), true, exchange, scratch);
            case Expression.Compare compare ->
                compared(
                        value(compare.left(), exchange, scratch),
                        compare.how(),
                        value(compare.right(), exchange, scratch));
            case Expression.In in -> in(in, exchange, scratch);
            case Expression.Test test ->
                tested(value(test.text(), exchange, scratch), test.how(), value(test.argument(), exchange, scratch));
            case Expression.Matches matches ->
                value(matches.text(), exchange, scratch) instanceof String text
                        ? pattern(matches).matcher(text).find()
                        : null;
            case Expression.Size size ->
                value(size.text(), exchange, scratch) instanceof String text ? (double) text.length() : null;
        };
    }

    private Pattern pattern(Expression.Matches matches) {
        Pattern made = patterns.get(matches);
        return made == null ? Pattern.compile(matches.pattern()) : made;
    }

    private @Nullable Object of(Expression.Of of, StreamInfo exchange, HeaderBlock scratch) {
        HeaderFormat format = formats.get(of);
        scratch.clear();
        if (format != null) {
            format.append(scratch, Integer.MAX_VALUE, exchange);
        }
        if (scratch.length() == 0) {
            return null;
        }
        String text = Ascii.text(scratch.bytes(), 0, scratch.length());
        return switch (of.kind()) {
            case TEXT -> text;
            case NUMBER -> Double.valueOf(text);
        };
    }

    private static @Nullable String target(StreamInfo exchange, HeaderBlock scratch, boolean path) {
        RequestHead head = exchange.request();
        scratch.clear();
        head.appendTarget(scratch);
        if (scratch.length() == 0) {
            return null;
        }
        String target = Ascii.text(scratch.bytes(), 0, scratch.length());
        int query = target.indexOf('?');
        if (path) {
            return query < 0 ? target : target.substring(0, query);
        }
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** One side that says {@code settles} settles it, whatever becomes of the other. */
    private @Nullable Object settled(
            Expression left, Expression right, boolean settles, StreamInfo exchange, HeaderBlock scratch) {
        Object first = value(left, exchange, scratch);
        if (first instanceof Boolean truth && truth == settles) {
            return settles;
        }
        Object second = value(right, exchange, scratch);
        if (second instanceof Boolean truth && truth == settles) {
            return settles;
        }
        boolean both = first instanceof Boolean && second instanceof Boolean;
        return both ? !settles : null;
    }

    /** Texts and numbers are not comparable with each other, and so come to nothing. */
    private static @Nullable Object compared(@Nullable Object left, Expression.Comparison how, @Nullable Object right) {
        if (left == null || right == null || !left.getClass().equals(right.getClass())) {
            return null;
        }
        int order = switch (left) {
            case Double number -> Double.compare(number, (Double) right);
            case String text -> text.compareTo((String) right);
            default -> left.equals(right) ? 0 : 1;
        };
        boolean ordered = !(left instanceof Boolean);
        return switch (how) {
            case EQUAL -> order == 0;
            case UNEQUAL -> order != 0;
            case LESS -> ordered ? order < 0 : null;
            case LESS_OR_EQUAL -> ordered ? order <= 0 : null;
            case GREATER -> ordered ? order > 0 : null;
            case GREATER_OR_EQUAL -> ordered ? order >= 0 : null;
        };
    }

    private @Nullable Object in(Expression.In in, StreamInfo exchange, HeaderBlock scratch) {
        Object what = value(in.what(), exchange, scratch);
        if (what == null) {
            return null;
        }
        for (Expression element : in.list()) {
            if (what.equals(value(element, exchange, scratch))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object tested(@Nullable Object text, Expression.Test.How how, @Nullable Object argument) {
        if (!(text instanceof String whole) || !(argument instanceof String part)) {
            return null;
        }
        return switch (how) {
            case CONTAINS -> whole.contains(part);
            case STARTS_WITH -> whole.startsWith(part);
            case ENDS_WITH -> whole.endsWith(part);
        };
    }
}
