package io.sluice.router.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.telemetry.Expression;
import io.sluice.table.telemetry.Expression.And;
import io.sluice.table.telemetry.Expression.Compare;
import io.sluice.table.telemetry.Expression.Comparison;
import io.sluice.table.telemetry.Expression.Has;
import io.sluice.table.telemetry.Expression.In;
import io.sluice.table.telemetry.Expression.Matches;
import io.sluice.table.telemetry.Expression.MutualTls;
import io.sluice.table.telemetry.Expression.Not;
import io.sluice.table.telemetry.Expression.Numeral;
import io.sluice.table.telemetry.Expression.Of;
import io.sluice.table.telemetry.Expression.Or;
import io.sluice.table.telemetry.Expression.Size;
import io.sluice.table.telemetry.Expression.Test.How;
import io.sluice.table.telemetry.Expression.Text;
import io.sluice.table.telemetry.Expression.Truth;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What expressions come to, of an exchange of which the status is 503, the protocol is a text, and no gRPC is spoken. */
class LineConditionTest {
    private static final Expression CODE = new Of(new Piece.Of(Attribute.RESPONSE_CODE), Of.Kind.NUMBER);
    private static final Expression PROTOCOL = new Of(new Piece.Of(Attribute.PROTOCOL), Of.Kind.TEXT);
    private static final Expression MISSING = new Of(new Piece.Of(Attribute.GRPC_STATUS_NUMBER), Of.Kind.NUMBER);
    private static final Expression NOTHING = compare(MISSING, Comparison.EQUAL, 0);
    private static final Expression YES = new Truth(true);
    private static final Expression NO = new Truth(false);

    private static Expression compare(Expression left, Comparison how, double right) {
        return new Compare(left, how, new Numeral(right));
    }

    private static Expression test(How how, String argument) {
        return new Expression.Test(PROTOCOL, how, new Text(argument));
    }

    private static Arguments is(Expression expression, boolean holds) {
        return Arguments.of(expression, holds);
    }

    private static Stream<Arguments> expressions() {
        return Stream.of(
                is(YES, true),
                is(NO, false),
                is(new Text("true"), false),
                is(CODE, false),
                is(new MutualTls(), true),
                is(compare(CODE, Comparison.EQUAL, 503), true),
                is(compare(CODE, Comparison.UNEQUAL, 503), false),
                is(compare(CODE, Comparison.LESS, 503), false),
                is(compare(CODE, Comparison.LESS_OR_EQUAL, 503), true),
                is(compare(CODE, Comparison.GREATER, 502.5), true),
                is(compare(CODE, Comparison.GREATER_OR_EQUAL, 504), false),
                is(new Compare(PROTOCOL, Comparison.LESS, new Text("I")), true),
                is(new Compare(YES, Comparison.EQUAL, YES), true),
                is(new Compare(YES, Comparison.UNEQUAL, NO), true),
                is(new Compare(YES, Comparison.LESS, NO), false),
                // Numbers and texts are never the same, and never not the same.
                is(new Compare(CODE, Comparison.EQUAL, new Text("503")), false),
                is(new Not(new Compare(CODE, Comparison.EQUAL, new Text("503"))), false),
                is(new Has(CODE), true),
                is(new Has(MISSING), false),
                is(NOTHING, false),
                is(new Not(NOTHING), false),
                is(new Not(CODE), false),
                is(new And(NO, NOTHING), false),
                is(new Not(new And(NO, NOTHING)), true),
                is(new Not(new And(NOTHING, NO)), true),
                is(new Not(new And(NOTHING, YES)), false),
                is(new Or(NOTHING, YES), true),
                is(new Or(YES, NOTHING), true),
                is(new Or(NO, NO), false),
                is(new Or(NO, YES), true),
                is(new And(YES, YES), true),
                is(new In(CODE, List.of(new Numeral(1), new Numeral(503))), true),
                is(new In(CODE, List.of()), false),
                is(new In(MISSING, List.of(new Numeral(1))), false),
                is(test(How.CONTAINS, "TP/"), true),
                is(test(How.STARTS_WITH, "HTTP"), true),
                is(test(How.ENDS_WITH, "HTTP"), false),
                is(new Expression.Test(CODE, How.CONTAINS, new Text("5")), false),
                is(new Matches(PROTOCOL, "P/\\d$"), true),
                is(new Matches(PROTOCOL, "^P"), false),
                is(new Matches(CODE, "5"), false),
                is(compare(new Size(PROTOCOL), Comparison.EQUAL, 6), true));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void comesToThat(Expression expression, boolean holds) {
        assertThat(new LineCondition(expression).holds(new Exchange(), new HeaderBlock()))
                .isEqualTo(holds);
    }

    private static final class Exchange implements StreamInfo {
        @Override
        public RequestHead request() {
            return new RequestHead();
        }

        @Override
        public @Nullable HeaderBlock response(HeaderBlock changed) {
            return null;
        }

        @Override
        public boolean mutualTls() {
            return true;
        }

        @Override
        public long startMillis() {
            return 0;
        }

        @Override
        public void append(Attribute attribute, HeaderBlock target) {
            if (attribute == Attribute.RESPONSE_CODE) {
                target.appendDecimal(503);
            } else if (attribute == Attribute.PROTOCOL) {
                target.append("HTTP/2".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
    }
}
