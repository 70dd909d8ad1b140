package io.sluice.watcher.settings;

import static io.sluice.watcher.settings.OperatorVariable.AMBASSADOR_ENABLED;
import static io.sluice.watcher.settings.OperatorVariable.ISTIO_ENABLED;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment of Seldon's operator.
 *
 * @param set the variables that are set, perhaps to nothing; one that is left out is not set at all, which Go tells apart
 */
public record OperatorSettings(Map<OperatorVariable, String> set) {
    /** As Seldon's Helm chart runs the operator beside Istio. */
    public static final OperatorSettings CHART = chart();

    public OperatorSettings {
        set = Map.copyOf(set);
    }

    private static OperatorSettings chart() {
        Map<OperatorVariable, String> set = new EnumMap<>(OperatorVariable.class);
        for (OperatorVariable variable : OperatorVariable.values()) {
            String value = variable.chart();
            if (value != null) {
                set.put(variable, value);
            }
        }
        return new OperatorSettings(set);
    }

    /** The same with one variable changed; null = not set. */
    public OperatorSettings with(OperatorVariable variable, @Nullable String value) {
        Map<OperatorVariable, String> changed = new EnumMap<>(OperatorVariable.class);
        changed.putAll(set);
        if (value == null) {
            changed.remove(variable);
        } else {
            changed.put(variable, value);
        }
        return new OperatorSettings(changed);
    }

    /** A variable's value, or {@code unset} if it is not set at all; one that is set to nothing is an empty text. */
    public String get(OperatorVariable variable, String unset) {
        return set.getOrDefault(variable, unset);
    }

    /** Whether the operator writes Istio's objects: the exact text {@code true}, no other spelling of it. */
    public boolean istio() {
        return get(ISTIO_ENABLED, "false").equals("true");
    }

    public boolean ambassador() {
        return get(AMBASSADOR_ENABLED, "false").equals("true");
    }
}
