package io.sluice.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** A process with all its threads and descendants: a master with its workers, a JVM with its compilers and collectors. */
public record ProcessTree(long rootPid) {
    private static final Pattern DIRECTORIES = Pattern.compile("(?<=^|[ =:])/(?!/)(?:[^/ :=]+/)*");

    private static final Path PROC = Path.of("/proc");

    public CpuTime cpuTime() {
        long runNanos = 0;
        long ticks = 0;
        List<Long> pids = pids();
        for (long pid : pids) {
            for (Path task : tasks(pid)) {
                String schedstat = read(task.resolve("schedstat"));
                runNanos += schedstat.isBlank() ? 0 : ProcStat.runNanos(schedstat);
            }
            String stat = read(directory(pid).resolve("stat"));
            ticks += stat.isEmpty() ? 0 : ProcStat.cpuTicks(stat);
        }
        return new CpuTime(runNanos, ticks * CpuTime.TICK_NANOS, pids.size());
    }

    /** Resident set of all processes, bytes. Pages that two of them share count twice. */
    public long residentBytes() {
        return kibibytes("VmRSS") * 1024;
    }

    /** The most that {@link #residentBytes} has been, of each process for itself. */
    public long peakResidentBytes() {
        return kibibytes("VmHWM") * 1024;
    }

    private long kibibytes(String line) {
        return pids().stream()
                .mapToLong(pid -> ProcStat.kibibytes(read(directory(pid).resolve("status")), line))
                .sum();
    }

    /** A text in which files are named without their directories, which say where somebody measured, not what. */
    public static String withoutDirectories(String text) {
        return DIRECTORIES.matcher(text).replaceAll("");
    }

    /** The command line as the kernel knows it, without directories: what really runs once launchers have replaced themselves. */
    public String commandLine() {
        return withoutDirectories(String.join(" ", arguments()));
    }

    /** The command line word by word, as it could be run again. */
    public List<String> arguments() {
        String words = read(directory(rootPid).resolve("cmdline"));
        return words.isEmpty()
                ? List.of()
                : List.of(words.substring(0, words.length() - 1).split("\0", -1));
    }

    List<Long> pids() {
        List<Long> found = new ArrayList<>();
        Deque<Long> todo = new ArrayDeque<>(List.of(rootPid));
        while (!todo.isEmpty()) {
            long pid = todo.pop();
            found.add(pid);
            for (Path task : tasks(pid)) {
                for (String child : read(task.resolve("children")).split(" ", -1)) {
                    if (!child.isBlank()) {
                        todo.push(Long.parseLong(child));
                    }
                }
            }
        }
        return found;
    }

    private static Path directory(long pid) {
        return PROC.resolve(Long.toString(pid));
    }

    private static List<Path> tasks(long pid) {
        List<Path> tasks = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory(pid).resolve("task"))) {
            entries.forEach(tasks::add);
        } catch (IOException e) {
            // The process has ended meanwhile: it has no tasks any more.
            return List.of();
        }
        return tasks;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The thread or process has ended between listing and reading.
            return "";
        }
    }
}
