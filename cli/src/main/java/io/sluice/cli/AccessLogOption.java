package io.sluice.cli;

import io.sluice.table.policy.AccessLog;
import io.sluice.table.telemetry.Providers;
import io.sluice.watcher.admission.http.AccessLogReader;
import io.sluice.watcher.settings.AccessLogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** {@code --access-log}: which exchanges are written down. */
enum AccessLogOption {
    OFF,
    ERRORS,
    ALL;

    private static final int PER_CENT = 10_000;

    /**
     * Together with what the mesh config says.
     *
     * @param asked null = the option is not given
     * @param sample per cent
     * @return null = nothing is logged
     */
    static @Nullable AccessLog settle(
            @Nullable AccessLogOption asked, double sample, @Nullable AccessLogSettings declared) {
        if (!(sample >= 0 && sample <= 100)) {
            throw new BadUsage("--access-log-sample " + sample + ": must be a percentage, 0 to 100");
        }
        AccessLogSettings settings = declared == null ? AccessLogReader.DEFAULT : declared;
        boolean named = !settings.file().isEmpty();
        AccessLogOption settled = asked != null ? asked : named ? ALL : ERRORS;
        return switch (settled) {
            case OFF -> null;
            case ERRORS, ALL ->
                new AccessLog(
                        named ? writable("accessLogFile", settings.file()) : "/dev/stdout",
                        settings.layout(),
                        settled == ALL,
                        (int) Math.round(sample * PER_CENT));
        };
    }

    /** The same of files that manifests may name. */
    static Providers writable(Providers providers) {
        providers
                .logs()
                .forEach(log -> writable("extensionProviders " + log.name() + ": envoyFileAccessLog.path", log.file()));
        return providers;
    }

    /** Better told now than by a router that does not start. */
    private static String writable(String key, String file) {
        if (!file.startsWith("/dev/")) {
            try {
                Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        .close();
            } catch (IOException | InvalidPathException closed) {
                throw new BadUsage(key + " " + file + ": cannot be written to");
            }
        }
        return file;
    }
}
