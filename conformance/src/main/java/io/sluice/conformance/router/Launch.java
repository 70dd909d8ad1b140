package io.sluice.conformance.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands before {@code run} on the command line. */
public sealed interface Launch {

    List<String> command() throws IOException;

    /** By the launcher, which looks for a Java first. */
    record Launcher(Path repository) implements Launch {
        @Override
        public List<String> command() {
            return List.of(repository.resolve("sluice").toString());
        }
    }

    /**
     * By the Java that runs us, with the launcher's flags and class path, and with what makes a start cheap: the first start leaves an
     * archive of loaded classes behind for the next ones (the JVM checks whether it still fits the jars), and nothing lives long enough
     * for the second compiler.
     */
    record Direct(Path repository) implements Launch {
        @Override
        public List<String> command() throws IOException {
            Path built = repository.resolve("cli").resolve("target");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags());
            command.add("-XX:TieredStopAtLevel=1");
            command.add("-XX:+AutoCreateSharedArchive");
            command.add("-XX:SharedArchiveFile=" + built.resolve("conformance.jsa"));
            // The JVM would tell in the log that flags differ from those of its own archive.
            command.add("-Xlog:disable");
            command.add("-Dsluice.home=" + repository);
            command.add("-jar");
            command.add(jar(built).toString());
            return command;
        }

        private List<String> flags() throws IOException {
            List<String> flags = new ArrayList<>();
            for (String line : Files.readAllLines(repository.resolve("cli").resolve("jvm.options"))) {
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

        private static Path jar(Path built) throws IOException {
            try (var jars = Files.newDirectoryStream(built, "cli-*.jar")) {
                for (Path jar : jars) {
                    return jar;
                }
            }
            throw new IOException("nothing is built in " + built + "; mvn -DskipTests -pl cli -am package");
        }
    }
}
