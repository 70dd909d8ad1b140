package io.sluice.benchmarks.everything;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With scripts in place of the programs: one fails, the others say that they were called. */
class EverythingTest {
    @TempDir
    private Path repository = Path.of(".");

    @Test
    void oneThatFailsLeavesTheOthersAlone() throws IOException {
        script("start", "exit 3");
        script("growth", "echo \"$@\" > " + repository.resolve("told"));

        assertThat(execute("--only", "start,growth", "--quick")).isOne();
        assertThat(repository.resolve("told")).content().startsWith("--rounds 1 --secs 1 --results ");
        assertThat(repository.resolve("benchmarks/target/quick/overview.json")).exists();
    }

    @Test
    void allThatWorkIsSuccess() throws IOException {
        script("start", "exit 0");

        assertThat(execute("--only", "start")).isZero();
        assertThat(repository.resolve("benchmarks/results/overview.svg")).exists();
    }

    @Test
    void comparisonsAreToldTheirRounds() throws IOException {
        script("run", "echo \"$@\" > " + repository.resolve("told"));

        assertThat(execute("--only", "100k-32", "--rounds", "5", "--peers", "haproxy,sluice"))
                .isZero();
        assertThat(repository.resolve("told"))
                .content()
                .startsWith("--scenario 100k --conns 32 --rounds 5 --peers haproxy,sluice --results ");
    }

    @Test
    void anUnknownStepIsAMistakeOfUsage() {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new Everything())
                .setErr(new PrintWriter(errors))
                .execute("--only", "small-33", "--repository", repository.toString());

        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("step 'small-33' is none of small-1, small-32");
    }

    private int execute(String... arguments) {
        CommandLine command = new CommandLine(new Everything());
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--repository";
        all[arguments.length + 1] = repository.toString();
        return command.execute(all);
    }

    private void script(String name, String line) throws IOException {
        Path directory = Files.createDirectories(repository.resolve("benchmarks"));
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
