package io.sluice.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run took place: figures of two machines are not to be compared.
 *
 * @param memoryBytes what the kernel manages
 * @param congestionControl of TCP; one with pacing (bbr) sets a timer per socket, for every proxy alike
 */
public record Machine(
        String processor, int cores, long memoryBytes, String kernel, String congestionControl, String jdk) {

    public static Machine here() {
        String cpuinfo = read("/proc/cpuinfo");
        return new Machine(
                cpuinfo.lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown"),
                // Not availableProcessors(): we are pinned to a part of them.
                (int) cpuinfo.lines()
                        .filter(line -> line.startsWith("processor"))
                        .count(),
                ProcStat.kibibytes(read("/proc/meminfo"), "MemTotal") * 1024,
                read("/proc/sys/kernel/osrelease").strip(),
                read("/proc/sys/net/ipv4/tcp_congestion_control").strip(),
                Runtime.version() + " (" + System.getProperty("java.vm.vendor") + ")");
    }

    /** For the head of a table. */
    public String words() {
        return processor + ", " + cores + " cores, kernel " + kernel + ", TCP " + congestionControl + ", Java " + jdk;
    }

    /** Time that the hypervisor has kept from this machine since boot, nanoseconds over all cores. */
    public static long stolenNanos() {
        return ProcStat.stealTicks(read("/proc/stat")) * CpuTime.TICK_NANOS;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
