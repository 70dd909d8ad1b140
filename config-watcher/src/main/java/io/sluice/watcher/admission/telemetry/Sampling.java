package io.sluice.watcher.admission.telemetry;

import io.sluice.table.Fraction;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.watcher.admission.field.Reader;
import java.util.List;

/**
 * {@code defaultConfig.tracing} of MeshConfig.
 *
 * @param share of the traces that begin here
 */
public record Sampling(Fraction share, List<Tag> tags) {
    private static final Fraction USUAL = Fraction.ofPercent(1);
    private static final List<String> OTHER_TRACERS =
            List.of("zipkin", "lightstep", "datadog", "stackdriver", "openCensusAgent", "tlsSettings");

    public static final Sampling DEFAULT = new Sampling(USUAL, List.of());

    public static Sampling read(Reader tracing) {
        OTHER_TRACERS.forEach(other -> tracing.unsupported(other, "spans go to the provider that is named"));
        tracing.unsupported("maxPathTagLength", "values end after 256 bytes");
        tracing.unsupported("enableIstioTags", "the tags are those of docs/tracing.md");
        Double sampling = tracing.decimal("sampling");
        if (sampling != null && !(sampling >= 0 && sampling <= 100)) {
            throw tracing.invalid("sampling", "must be 0 to 100");
        }
        return new Sampling(
                sampling == null ? USUAL : Fraction.ofPercent(sampling), TagReader.read(tracing, "customTags"));
    }
}
