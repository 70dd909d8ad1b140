package io.sluice.benchmarks.peer;

import java.util.regex.Pattern;

/**
 * Where a proxy says how many requests it has had: in plaintext, whatever its callers speak.
 *
 * @param requests matches each number that counts, in its first group
 */
public record Counter(int port, String path, Pattern requests) {

    static Counter of(int port, String path, String requests) {
        return new Counter(port, path, Pattern.compile(requests, Pattern.MULTILINE));
    }

    double sum(String page) {
        return requests.matcher(page)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
