package io.sluice.conformance.own;

import io.sluice.conformance.own.OwnCase.Call;
import io.sluice.table.RoutingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Runs cases, on the table as it is or as a mutation leaves it. Confined. */
final class Cases implements AutoCloseable {
    final Map<String, OwnCase> all = OwnCases.all();
    private final Map<String, Situation> situations = new HashMap<>();
    private final Playing playing;

    Cases() throws IOException {
        playing = new Playing();
    }

    /** What is not as expected, a line each. */
    List<String> differences(OwnCase of, UnaryOperator<RoutingTable> mutation) throws IOException {
        Situation situation = situations
                .computeIfAbsent(of.name(), absent -> Situation.of(of))
                .with(mutation);
        List<String> differences = new ArrayList<>();
        if (of.played()) {
            playing.serve(situation);
            for (Call call : of.calls()) {
                add(call, Expectation.differences(call.expected(), playing.call(call)), differences);
            }
        } else {
            Explaining explaining = new Explaining(situation);
            for (Call call : of.calls()) {
                add(call, Expectation.differences(call.expected(), explaining.call(call)), differences);
            }
        }
        return differences;
    }

    private static void add(Call call, List<String> found, List<String> differences) {
        found.forEach(difference -> differences.add(call + "\n    " + difference));
    }

    @Override
    public void close() throws IOException {
        playing.close();
    }
}
