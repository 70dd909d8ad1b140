package io.sluice.router.log;

import io.sluice.table.policy.AccessLog;
import io.sluice.table.telemetry.Observation.Log;
import io.sluice.table.telemetry.Providers.LogFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The access logs of a router. Shared: made before the event loops begin; tables then choose among them. */
public final class AccessLogging implements AutoCloseable {
    /** A hundred lines of the usual length and more than ten of the longest. */
    private static final int RING_BYTES = 1 << 20;

    /** Files have a bit each, where it is noted in which an exchange stands. */
    private static final int MOST_FILES = Long.SIZE;

    private final Map<String, AccessLogWriter.Outlet> outlets = new LinkedHashMap<>();
    private final List<LoopLog> loops = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();
    private final List<LogFile> files;
    private @Nullable AccessLogWriter writer;

    private AccessLogging(@Nullable AccessLog usual, List<LogFile> providers, int count) throws IOException {
        files = new ArrayList<>(providers);
        if (usual != null) {
            files.add(0, new LogFile("", usual.file(), usual.layout()));
        }
        for (LogFile file : files) {
            if (!outlets.containsKey(file.file()) && outlets.size() < MOST_FILES) {
                outlets.put(file.file(), outlet(file.file(), count));
            }
        }
        for (int i = 0; i < count; i++) {
            loops.add(new LoopLog(targets(i), usual));
        }
        if (usual != null) {
            start();
        }
    }

    private static AccessLogWriter.Outlet outlet(String file, int count) throws IOException {
        FileChannel channel = AccessLogWriter.open(file);
        return new AccessLogWriter.Outlet(
                channel,
                IntStream.range(0, count)
                        .mapToObj(loop -> new LineRing(RING_BYTES))
                        .toList());
    }

    private List<LoopLog.Target> targets(int loop) {
        List<String> names = List.copyOf(outlets.keySet());
        return files.stream()
                .map(file -> new LoopLog.Target(
                        LogLayout.of(file.layout()),
                        Objects.requireNonNull(outlets.get(file.file())).rings().get(loop),
                        names.indexOf(file.file())))
                .toList();
    }

    /**
     * @param usual what is written where no table says otherwise; null = nothing
     * @param providers what tables may name
     * @throws IOException if a file cannot be opened
     */
    public static AccessLogging open(@Nullable AccessLog usual, List<LogFile> providers, int loops) throws IOException {
        return new AccessLogging(usual, providers, loops);
    }

    /** Nobody writes before there is something to be written. */
    private synchronized void start() {
        if (writer == null) {
            writer = new AccessLogWriter(List.copyOf(outlets.values()), failures);
        }
    }

    /** What a table says, compiled; null = as the router was started. One that nobody serves here is left out. */
    public LogRule @Nullable [] rules(@Nullable List<Log> declared) {
        if (declared == null) {
            return null;
        }
        List<LogRule> rules = new ArrayList<>();
        for (Log log : declared) {
            for (int i = 0; i < files.size(); i++) {
                if (files.get(i).name().equals(log.provider())) {
                    rules.add(new LogRule(i, log.filter() == null ? null : new LineCondition(log.filter())));
                    break;
                }
            }
        }
        if (!rules.isEmpty()) {
            start();
        }
        return rules.toArray(LogRule[]::new);
    }

    /** Whether any of these shows, or asks for, fields of answers. */
    public boolean needsResponses(LogRule @Nullable [] rules) {
        if (rules == null) {
            return false; // those of the router's start are asked for themselves
        }
        for (LogRule rule : rules) {
            LineCondition condition = rule.condition();
            if (LogLayout.of(files.get(rule.layout()).layout()).showsResponses()
                    || (condition != null && condition.asksResponses())) {
                return true;
            }
        }
        return false;
    }

    /** Null = nothing is logged, whatever tables say. */
    public @Nullable LoopLog loop(int index) {
        return files.isEmpty() ? null : loops.get(index);
    }

    /** Lines that nobody will read: there was no room for them. */
    public double dropped() {
        return loops.stream().mapToLong(LoopLog::dropped).sum();
    }

    /** Times that a file did not take what was to be written. */
    public double failures() {
        return failures.get();
    }

    @Override
    public synchronized void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
