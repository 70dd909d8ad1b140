package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code sluice run --kubernetes} as it is run, with the flags of its launcher. */
final class RouterProcess implements AutoCloseable {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final String bind;
    private final int adminPort;
    private final long beganNanos = System.nanoTime();

    private RouterProcess(Process process, Path log, String bind, int adminPort) {
        this.process = process;
        this.log = log;
        this.bind = bind;
        this.adminPort = adminPort;
    }

    static RouterProcess start(Path directory, Path kubeconfig, String... more) throws IOException {
        return start("127.0.0.1", directory, kubeconfig, more);
    }

    /** @param bind of loopback: several may then have the same ports */
    static RouterProcess start(String bind, Path directory, Path kubeconfig, String... more) throws IOException {
        int adminPort = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        command.addAll(List.of("-Dsluice.home=" + REPOSITORY, "-jar", jar().toString()));
        command.addAll(List.of("run", "--kubernetes", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of("--bind", bind, "--admin-port", String.valueOf(adminPort)));
        command.addAll(List.of("--drain-grace", "0", "--access-log", "off"));
        command.addAll(List.of(more));
        Path log = directory.resolve("router-" + bind + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new RouterProcess(process, log, bind, adminPort);
    }

    private static List<String> flags() throws IOException {
        List<String> flags = new ArrayList<>();
        for (String line : Files.readAllLines(REPOSITORY.resolve("cli").resolve("jvm.options"))) {
            if (line.startsWith("@")) {
                String[] words = line.substring(1).split(" ", 2);
                if (Runtime.version().feature() >= Integer.parseInt(words[0])) {
                    flags.add(words[1]);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                flags.add(line);
            }
        }
        return flags;
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(REPOSITORY.resolve("cli").resolve("target"), "cli-*.jar")) {
            return jars.iterator().next();
        }
    }

    /** Waits until it is ready; how long that took since it was started. */
    Duration awaitReady() throws IOException, InterruptedException {
        while (!ready()) {
            assertThat(process.isAlive() && System.nanoTime() - beganNanos < START.toNanos())
                    .as(log())
                    .isTrue();
            Thread.sleep(20);
        }
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private boolean ready() {
        try (Socket socket = new Socket(bind, adminPort)) {
            socket.getOutputStream()
                    .write("GET /ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    long pid() {
        return process.pid();
    }

    /** Resident, in MiB, as the kernel counts it. */
    long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .sum();
    }

    /** As a node that loses power would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
