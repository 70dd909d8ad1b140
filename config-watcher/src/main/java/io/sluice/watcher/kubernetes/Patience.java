package io.sluice.watcher.kubernetes;

import java.time.Duration;

/**
 * How long things may take, and how long is waited between attempts.
 *
 * @param head an answer, or a watch, must have begun
 * @param list a page must have come whole
 * @param watch how long a watch is asked to live, at least; half as long again at most
 * @param silence how long after that a watch may stay open: the server has forgotten it, or nobody is there any more
 * @param first before the second attempt, on average
 * @param longest between attempts, on average
 * @param relist between two lists of one kind that both came whole
 * @param absent before a kind that was not there, or may not be read, is asked for again
 * @param keep between two writings of what is in force
 */
public record Patience(
        Duration head,
        Duration list,
        Duration watch,
        Duration silence,
        Duration first,
        Duration longest,
        Duration relist,
        Duration absent,
        Duration keep) {
    public static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(3),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));
}
