package io.sluice.conformance.router;

import io.sluice.conformance.feature.Settings;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One router, with a directory of its own for its manifests and its log. Confined to the thread that plays the case. */
public final class RouterProcess implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int END_SECONDS = 15;
    private static final int POLL_MILLIS = 10;

    /** What a change was given when cases were recorded: part of the case, for a router that is late fails it. */
    private static final int RELOAD_MILLIS = 1500;

    private static final Pattern LAST_LINE = Pattern.compile("drained \\d+ requests under way, aborted \\d+");

    private final Path directory;
    private final Path manifests;
    private final Process process;

    private RouterProcess(Path directory, Path manifests, Process process) {
        this.directory = directory;
        this.manifests = manifests;
        this.process = process;
    }

    /**
     * Starts a router and waits until it is ready.
     *
     * @throws RouterFailure if it is not, or ends
     */
    public static RouterProcess start(Launch launch, Settings settings, Path caseManifests)
            throws IOException, InterruptedException, RouterFailure {
        Path directory = Files.createTempDirectory("sluice-conformance-");
        Path manifests = directory.resolve("manifests.yaml");
        Files.copy(caseManifests, manifests);
        int adminPort = FreePort.any();
        List<String> command = new ArrayList<>(launch.command());
        command.addAll(CommandLine.run(settings, manifests, adminPort, directory));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        RouterProcess router = new RouterProcess(directory, manifests, process);
        long end = System.nanoTime() + START_NANOS;
        while (!ready(adminPort)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                String log = router.log();
                router.close();
                throw new RouterFailure("the router did not become ready:\n" + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return router;
    }

    private static boolean ready(int adminPort) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(2000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort), 2000);
            socket.getOutputStream()
                    .write("GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return answer.endsWith(" 200");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Renames other manifests over those that are followed, and gives them time. */
    public void reload(Path other) throws IOException, InterruptedException {
        Path next = Files.copy(other, directory.resolve("next"));
        Files.move(next, manifests, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(RELOAD_MILLIS);
    }

    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /**
     * Ends it by SIGTERM.
     *
     * @throws RouterFailure unless it exits with 0 and says last how its drain went
     */
    public void end() throws IOException, InterruptedException, RouterFailure {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new RouterFailure("the router did not end within " + END_SECONDS + " s of SIGTERM:\n" + log());
        }
        if (process.exitValue() != 0) {
            throw new RouterFailure("the router ended with exit code " + process.exitValue() + ":\n" + log());
        }
        String last = log().lines().reduce("", (before, line) -> line);
        if (!LAST_LINE.matcher(last).matches()) {
            throw new RouterFailure("the router's last line does not tell of its drain: " + last);
        }
    }

    /** Ends it in any way, and removes its directory. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
