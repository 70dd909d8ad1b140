package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.Tracing;
import io.sluice.table.telemetry.Providers;
import io.sluice.table.telemetry.Providers.LogFile;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.http.AccessLogReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.AccessLogSettings;
import io.sluice.watcher.settings.AuthorizationProvider;
import io.sluice.watcher.settings.TelemetryDefaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what MeshConfig says of who is told of exchanges: its providers, and which of them are used where nobody names one.
 *
 * @param accessLog what is written where no Telemetry says otherwise
 * @param tracing the same of spans; null = none are made
 */
public record TelemetryDefaultsReader(
        Map<String, AuthorizationProvider> authorizers,
        AccessLogSettings accessLog,
        @Nullable Tracing tracing,
        TelemetryDefaults defaults) {

    /** {@code defaultProviders}. */
    private record Defaults(List<String> tracers, List<String> loggers) {
        static Defaults read(Reader defaults) {
            for (String provider : defaults.texts("metrics")) {
                if (!provider.equals("prometheus")) {
                    defaults.problem(
                            Severity.WARNING,
                            Code.NOT_SUPPORTED,
                            "metrics",
                            "names " + provider + "; metrics are there for whoever scrapes, and sent to nobody");
                }
            }
            return new Defaults(defaults.texts("tracing"), defaults.texts("accessLogging"));
        }
    }

    public static TelemetryDefaultsReader read(Reader mesh, Sampling sampling) {
        AccessLogSettings ofMesh = AccessLogReader.read(mesh);
        ProviderReader.Providers providers = ProviderReader.read(mesh, ofMesh.layout());
        Defaults declared = mesh.object("defaultProviders", Defaults::read);
        Defaults defaults = declared == null ? new Defaults(List.of(), List.of()) : declared;
        List<LogFile> logs = new ArrayList<>();
        providers.logs().forEach((name, log) -> logs.add(new LogFile(name, log.file(), log.layout())));
        return new TelemetryDefaultsReader(
                providers.authorizers(),
                accessLog(mesh, defaults.loggers(), providers.logs(), ofMesh),
                TracingReader.read(mesh, defaults.tracers(), providers.collectors(), sampling),
                new TelemetryDefaults(
                        new Providers(logs, List.copyOf(providers.collectors().values())),
                        defaults.loggers(),
                        defaults.tracers(),
                        sampling.share().perMillion(),
                        sampling.tags()));
    }

    /** A provider that is named counts before {@code accessLogFile}, as in Istio. */
    private static AccessLogSettings accessLog(
            Reader mesh, List<String> wanted, Map<String, AccessLogSettings> known, AccessLogSettings otherwise) {
        List<String> met = wanted.stream().filter(known::containsKey).toList();
        if (met.size() != wanted.size() || met.size() > 1) {
            mesh.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "defaultProviders.accessLogging",
                    met.size() > 1
                            ? "names several; where no Telemetry says otherwise, lines go to the first, " + met.get(0)
                            : "names what is no envoyFileAccessLog, and gets no line");
        }
        return met.isEmpty() ? otherwise : known.getOrDefault(met.get(0), otherwise);
    }
}
