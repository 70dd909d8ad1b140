package io.sluice.conformance.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.conformance.wire.RouterProcess;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** h2spec: 146 cases of RFC 7540 and RFC 7541 against a listener, strict ones too. */
@Timeout(120)
class H2SpecTest {
    private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final String ALL = "146 tests, 146 passed, 0 skipped, 0 failed";
    private static final int TAR_BLOCK_BYTES = 512;
    private static final int TAR_SIZE_AT = 124;
    private static final int TAR_SIZE_BYTES = 12;

    @Test
    void everyCasePasses(@TempDir Path directory) throws Exception {
        boolean runs = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        Assumptions.assumeTrue(runs, "h2spec comes as a program for Linux on x86_64, which this is not");
        Path h2spec = extract(directory.resolve("h2spec"));
        try (ScriptedUpstream backend = ScriptedUpstream.echo("a body that is long enough for windows of one byte");
                RouterProcess router = ServedBackend.start(directory, backend.port(), "http")) {
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(
                            h2spec.toString(),
                            "--strict",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            "" + router.ports().get(0))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).contains(ALL);
        }
    }

    /** The archive holds one file, behind a header of one block. */
    private static Path extract(Path target) throws IOException {
        try (InputStream packed = H2SpecTest.class.getResourceAsStream(ARCHIVE)) {
            assertThat(packed).as(ARCHIVE).isNotNull();
            InputStream tar = new GZIPInputStream(packed);
            byte[] header = tar.readNBytes(TAR_BLOCK_BYTES);
            String size = new String(header, TAR_SIZE_AT, TAR_SIZE_BYTES, StandardCharsets.US_ASCII);
            Files.write(target, tar.readNBytes(Integer.parseInt(size.replaceAll("[^0-7]", ""), 8)));
        }
        assertThat(target.toFile().setExecutable(true)).isTrue();
        return target;
    }
}
