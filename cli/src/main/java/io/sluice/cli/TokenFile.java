package io.sluice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a token and nothing else: on a command line, everybody on the machine could read it. */
final class TokenFile {
    private TokenFile() {}

    static String read(String flag, Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new BadUsage(flag + " " + file + ": holds no token; write one line without blanks");
            }
            return token;
        } catch (IOException unreadable) {
            throw new BadUsage(flag + " " + file + ": cannot be read");
        }
    }
}
