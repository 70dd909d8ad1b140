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
import java.util.function.BooleanSupplier;

/** {@code sluice run --kubernetes} as its users run it: the launcher becomes the router's process. */
final class RouterProcess implements AutoCloseable {
    private static final String LAUNCHER =
            Path.of("..", "sluice").toAbsolutePath().normalize().toString();
    private static final Duration START = Duration.ofSeconds(60);

    private static boolean prepared;

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
        prepare();
        List<String> command = new ArrayList<>();
        command.add(LAUNCHER);
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

    /** What the launcher makes once for a build is none of a start's time. */
    private static synchronized void prepare() throws IOException {
        if (prepared) {
            return;
        }
        Process help = new ProcessBuilder(LAUNCHER, "run", "--kubernetes", "--help")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!help.waitFor(START.toSeconds(), TimeUnit.SECONDS) || help.exitValue() != 0) {
                throw new IOException(LAUNCHER + " does not start anything");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        prepared = true;
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

    /** A port tells nobody when it begins to answer: it is asked. */
    void awaitAnswer(BooleanSupplier answers) throws IOException, InterruptedException {
        while (!answers.getAsBoolean()) {
            assertThat(process.isAlive() && System.nanoTime() - beganNanos < START.toNanos())
                    .as(log())
                    .isTrue();
            Thread.sleep(5);
        }
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

    String metrics() {
        return get(adminPort, "/prometheus");
    }

    /** What is answered to one request; empty if nothing is. */
    String call(int port) {
        return get(port, "/");
    }

    private String get(int port, String path) {
        try (Socket socket = new Socket(bind, port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") ? answer.substring(answer.indexOf("\r\n\r\n") + 4) : "";
        } catch (IOException notYet) {
            return "";
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
