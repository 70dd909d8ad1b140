package io.sluice.watcher.admission.telemetry;

import io.sluice.table.Fraction;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.security.Selection;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Telemetry;
import io.sluice.watcher.resource.Telemetry.AccessLogging;
import io.sluice.watcher.resource.Telemetry.Side;
import io.sluice.watcher.resource.Telemetry.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a Telemetry: spans and access logs. Metrics are there for whoever scrapes, whatever is said of them. */
public final class TelemetryReader {
    private TelemetryReader() {}

    /** @param spec null if there is none */
    public static Telemetry read(Meta meta, @Nullable Reader spec) {
        if (spec == null) {
            return new Telemetry(meta, Map.of(), false, List.of(), List.of());
        }
        Selection selection = Selection.read(
                spec,
                Code.NOT_SUPPORTED,
                "attaches it to Gateways and Services of the Gateway API alone, of which there are none here: nothing"
                        + " follows from it; use a selector");
        List<Tracing> tracing = spec.objects("tracing", TelemetryReader::tracing);
        if (tracing.size() > 1) {
            spec.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "tracing",
                    "has several entries, of which Istio takes one to be right; they count one after the other, the"
                            + " last over those before");
        }
        List<AccessLogging> logging = new ArrayList<>();
        spec.objects("accessLogging", entry -> logging(entry, logging));
        spec.objects("metrics", TelemetryReader::metrics);
        return new Telemetry(meta, selection.labels(), selection.attached(), tracing, logging);
    }

    private static Tracing tracing(Reader entry) {
        Boolean byRequestId = entry.bool("useRequestIdForTraceSampling");
        if (Boolean.TRUE.equals(byRequestId)) {
            entry.unsupported("useRequestIdForTraceSampling", "which traces begin here is settled by turns");
        }
        entry.unsupported("enableIstioTags", "the tags are those of docs/tracing.md");
        List<String> providers = providers(entry);
        if (providers.size() > 1) {
            entry.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "providers",
                    "names several; spans go to the first, " + providers.get(0));
        }
        Double share = entry.decimal("randomSamplingPercentage");
        if (share != null && !(share >= 0 && share <= 100)) {
            throw entry.refused("randomSamplingPercentage", share + " is no percentage; it must be 0 to 100");
        }
        List<Tag> tags = entry.has("customTags") ? TagReader.read(entry, "customTags") : null;
        return new Tracing(
                side(entry, "match"),
                providers,
                entry.bool("disableSpanReporting"),
                share == null ? null : Fraction.ofPercent(share),
                tags);
    }

    /** @param read where it goes, unless its filter cannot be run */
    private static boolean logging(Reader entry, List<AccessLogging> read) {
        boolean filtered = entry.has("filter");
        List<String> providers = providers(entry);
        boolean disabled = entry.bool("disabled", false);
        Side side = side(entry, "match");
        if (!filtered) {
            return read.add(new AccessLogging(side, providers, disabled, null));
        }
        if (providers.isEmpty()) {
            entry.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "filter",
                    "counts only beside providers, in Istio too: it is read past; name the provider here");
        }
        return Boolean.TRUE.equals(entry.object(
                "filter",
                filter -> ExpressionReader.read(
                        filter, told -> read.add(new AccessLogging(side, providers, disabled, told)))));
    }

    private static boolean metrics(Reader entry) {
        for (String provider : providers(entry)) {
            if (!provider.equals("prometheus")) {
                entry.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "providers",
                        "names " + provider + "; metrics are there for whoever scrapes, and sent to nobody");
            }
        }
        entry.unsupported(
                "overrides",
                "series stay as they are: leave some out, or labels of theirs, where they are scraped"
                        + " (metric_relabel_configs)");
        return entry.unsupported("reportingInterval", "series are as new as the scrape");
    }

    private static List<String> providers(Reader entry) {
        return entry.objects("providers", provider -> {
            String name = provider.requiredText("name");
            if (name.isEmpty()) {
                throw provider.refused("name", "providers must have a name");
            }
            return name;
        });
    }

    private static @Nullable Side side(Reader entry, String field) {
        return entry.object(field, match -> {
            String mode = match.text("mode", "CLIENT_AND_SERVER");
            return switch (mode) {
                case "CLIENT_AND_SERVER", "UNDEFINED" -> null;
                case "CLIENT" -> Side.CLIENT;
                case "SERVER" -> Side.SERVER;
                default -> throw match.invalid("mode", "\"" + mode + "\" is none of CLIENT, SERVER, CLIENT_AND_SERVER");
            };
        });
    }
}
