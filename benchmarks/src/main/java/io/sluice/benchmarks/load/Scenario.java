package io.sluice.benchmarks.load;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How large the request's body is; answers are always small, as a classifier's are. */
public enum Scenario {
    SMALL("small", 0),
    ONE_KILOBYTE("1k", 1_000),
    SIXTEEN_KILOBYTES("16k", 16_000),
    HUNDRED_KILOBYTES("100k", 100_000);

    private static final String NUMBER = "0.12345";

    private final String word;
    private final int bytes;

    Scenario(String word, int bytes) {
        this.word = word;
        this.bytes = bytes;
    }

    /** The word for it on the command line and in file names. */
    public String word() {
        return word;
    }

    /** A prediction request in Seldon's v1 protocol, as long as the scenario says, give or take the frame around the numbers. */
    public String body() {
        if (this == SMALL) {
            return "{\"data\":{\"names\":[\"a\",\"b\"],\"ndarray\":[[1,2]]}}";
        }
        String numbers = (NUMBER + ",").repeat(bytes / (NUMBER.length() + 1));
        return "{\"data\":{\"ndarray\":[[" + numbers + NUMBER + "]]}}";
    }

    /** Whether a request comes whole in one read, so that nobody can answer it before its body is there. */
    public boolean isOneRead() {
        return bytes <= 1_000;
    }

    /** @throws IllegalArgumentException naming the known words */
    public static Scenario named(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario '" + word + "' is none of "
                        + Arrays.stream(values()).map(Scenario::word).collect(Collectors.joining(", "))));
    }
}
