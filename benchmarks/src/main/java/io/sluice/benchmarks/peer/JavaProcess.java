package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.process.Executables;
import java.util.ArrayList;
import java.util.List;

/** Command lines for the programs of this module that run as processes of their own, on our class path. */
final class JavaProcess {
    /** One core: one collector thread. Fast buffers and the native transport for Netty, which goes without them on JDK 25 unless told. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false",
            "-Dio.netty.leakDetection.level=disabled");

    private static final int HEAP_MEGABYTES = 128;

    private JavaProcess() {}

    static List<String> command(Class<?> main, List<String> arguments) {
        return command(HEAP_MEGABYTES, System.getProperty("java.class.path"), main.getName(), arguments);
    }

    static List<String> command(int heapMegabytes, String classPath, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Executables.java().toString());
        command.add("-Xms" + heapMegabytes + "m");
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(Runtime.version().feature() >= 23 ? FLAGS : withoutUnsafeFlag());
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return command;
    }

    /** Older JDKs neither need nor know it. */
    private static List<String> withoutUnsafeFlag() {
        return FLAGS.stream().filter(flag -> !flag.startsWith("--sun-misc")).toList();
    }
}
