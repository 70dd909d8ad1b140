package io.sluice.table.telemetry;

import io.sluice.table.policy.Format.Piece;
import java.util.List;

/**
 * Which exchanges a line is written of: what an expression of CEL comes to, as far as it can be said of exchanges. An expression comes to
 * true, false, a number, a text, or to nothing, where what it asks for is not there; nothing is only absorbed by {@link And} and
 * {@link Or} whose other side settles the matter (CEL's own rule).
 */
public sealed interface Expression {

    record Text(String text) implements Expression {}

    record Numeral(double number) implements Expression {}

    record Truth(boolean truth) implements Expression {}

    /** Of an exchange; nothing where it has none. */
    record Of(Piece piece, Kind kind) implements Expression {
        public enum Kind {
            TEXT,
            NUMBER
        }
    }

    /** The path without its query. */
    record UrlPath() implements Expression {}

    /** What follows the path's question mark; empty without one. */
    record Query() implements Expression {}

    /** Whether the client came with a certificate that was verified. */
    record MutualTls() implements Expression {}

    /** Whether something is there. */
    record Has(Expression what) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    /** Of two numbers or two texts; of others only whether they are equal. */
    record Compare(Expression left, Comparison how, Expression right) implements Expression {}

    enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    record In(Expression what, List<Expression> list) implements Expression {
        public In {
            list = List.copyOf(list);
        }
    }

    /** A test of a text. */
    record Test(Expression text, How how, Expression argument) implements Expression {
        public enum How {
            CONTAINS,
            STARTS_WITH,
            ENDS_WITH
        }
    }

    /** @param pattern of RE2, found anywhere in the text */
    record Matches(Expression text, String pattern) implements Expression {}

    /** Characters of a text. */
    record Size(Expression text) implements Expression {}
}
