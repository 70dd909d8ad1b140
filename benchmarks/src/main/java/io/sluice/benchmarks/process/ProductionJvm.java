package io.sluice.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM as {@code ./sluice} starts it, for a class of these benchmarks. */
public final class ProductionJvm {
    private ProductionJvm() {}

    /**
     * The command that runs a class of this class path under the production flags.
     *
     * @param flags the file that {@code ./sluice} reads: a flag a line, {@code @N flag} for JDK N and newer
     */
    public static List<String> command(Path flags, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        int version = Runtime.version().feature();
        for (String line : Files.readAllLines(flags)) {
            boolean newer = line.startsWith("@") && version < Integer.parseInt(line.substring(1, line.indexOf(' ')));
            if (!line.isBlank() && !line.startsWith("#") && !newer) {
                command.add(line.startsWith("@") ? line.substring(line.indexOf(' ') + 1) : line);
            }
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
