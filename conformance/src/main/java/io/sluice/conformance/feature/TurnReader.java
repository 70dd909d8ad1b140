package io.sluice.conformance.feature;

import io.sluice.conformance.feature.Repetition.InARow;
import io.sluice.conformance.feature.Repetition.Once;
import io.sluice.conformance.feature.Repetition.Parallel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An entry of {@code exchanges}. */
final class TurnReader {
    private static final int SETTLE_MILLIS = 25;
    private static final int STAGGER_MILLIS = 50;

    private TurnReader() {}

    /** @param caseRules of the whole case; the exchange's own are laid over them */
    static Turn read(YamlMap turn, Map<String, Object> caseRules) {
        String name = turn.required("name");
        Turn read = turn.has("reload")
                ? new Turn.Reload(name, turn.required("reload"))
                : new Turn.Exchange(
                        name,
                        CallReader.read(turn),
                        repetition(turn),
                        turn.number("wait_ms", 0),
                        turn.number("settle_ms", SETTLE_MILLIS),
                        rules(turn, caseRules),
                        ideal(turn.map("ideal")));
        turn.end();
        return read;
    }

    private static Repetition repetition(YamlMap turn) {
        if (turn.has("parallel")) {
            return new Parallel(turn.number("parallel", 1), turn.number("stagger_ms", STAGGER_MILLIS));
        }
        return turn.has("repeat") ? new InARow(turn.number("repeat", 1)) : new Once();
    }

    private static Ideal ideal(YamlMap ideal) {
        Ideal read = new Ideal(
                ideal.map("status").each(Double::valueOf), ideal.map("upstream").each(Double::valueOf));
        ideal.end();
        return read;
    }

    private static Rules rules(YamlMap turn, Map<String, Object> caseRules) {
        Map<String, Object> merged = new LinkedHashMap<>(caseRules);
        merged.putAll(turn.map("compare").everything());
        YamlMap rules = turn.within("compare", merged);
        YamlMap elapsed = rules.map("elapsed_ms");
        Rules read = new Rules(
                names(rules.texts("ignore_response_headers")),
                names(rules.texts("strict_response_headers")),
                names(rules.texts("ignore_upstream_headers")),
                rules.word("body", Rules.Bodies.EXACT),
                only(rules, "error", "any"),
                rules.word("sightings", Rules.Sightings.PER_UPSTREAM),
                rules.word("counts", Rules.Counts.SHARES),
                elapsed.number("min", 0),
                elapsed.number("max", Integer.MAX_VALUE),
                only(rules, "header_names", "exact"));
        elapsed.end();
        rules.end();
        return read;
    }

    /** Whether a rule that knows one word is there. */
    private static boolean only(YamlMap rules, String key, String word) {
        return rules.text(key)
                .map(text -> {
                    if (!text.equals(word)) {
                        throw rules.mistake(key + ": unknown word " + text);
                    }
                    return true;
                })
                .orElse(false);
    }

    private static Set<String> names(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
