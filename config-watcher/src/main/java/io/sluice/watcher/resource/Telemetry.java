package io.sluice.watcher.resource;

import io.sluice.table.Fraction;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Expression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of exchanges, and to whom.
 *
 * @param selector labels of the proxies it is for; empty = all of its namespace
 * @param attached it names them in another way, of which there is nothing here
 */
public record Telemetry(
        Meta meta, Map<String, String> selector, boolean attached, List<Tracing> tracing, List<AccessLogging> logging)
        implements Resource {
    public Telemetry {
        selector = Map.copyOf(selector);
        tracing = List.copyOf(tracing);
        logging = List.copyOf(logging);
    }

    /** Which side of a request a proxy is on. */
    public enum Side {
        CLIENT,
        SERVER
    }

    /** What an entry has in common with any other. */
    public sealed interface Entry {
        /** Null = both. */
        @Nullable
        Side side();

        /** Empty = those of the level above. */
        List<String> providers();

        /** Whether it counts for proxies of that side. */
        default boolean isFor(Side asked) {
            return side() == null || side() == asked;
        }
    }

    /**
     * Of spans; null = as the level above says.
     *
     * @param share of the traces that begin here
     * @param tags all of them, whatever was said above
     */
    public record Tracing(
            @Nullable Side side,
            List<String> providers,
            @Nullable Boolean disabled,
            @Nullable Fraction share,
            @Nullable List<Tag> tags)
            implements Entry {
        public Tracing {
            providers = List.copyOf(providers);
        }
    }

    /**
     * Of lines of the access log.
     *
     * @param filter null = of every exchange
     */
    public record AccessLogging(
            @Nullable Side side,
            List<String> providers,
            boolean disabled,
            @Nullable Expression filter) implements Entry {
        public AccessLogging {
            providers = List.copyOf(providers);
        }
    }
}
