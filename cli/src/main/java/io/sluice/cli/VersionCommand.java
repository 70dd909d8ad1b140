package io.sluice.cli;

import picocli.CommandLine.Command;

/** {@code sluice version}. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Print the version, and the Java it runs on.",
        footer = {"", "Example: sluice version"})
final class VersionCommand implements Runnable {

    @Override
    public void run() {
        String version = Main.class.getPackage().getImplementationVersion();
        System.out.println("sluice " + (version == null ? "(not packaged)" : version) + ", Java "
                + System.getProperty("java.version"));
    }
}
