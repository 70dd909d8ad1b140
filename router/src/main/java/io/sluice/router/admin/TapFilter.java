package io.sluice.router.admin;

/**
 * Which of the exchanges that are shown somebody wants to see. Looks at lines as they were made: quotes inside values are escaped there, so
 * a key is found by its name.
 *
 * @param status {@code 404}, or {@code 5} for all that begin with it; empty = any
 * @param authority part of it
 * @param cluster part of it
 */
record TapFilter(String status, String authority, String cluster) {

    TapFilter(Parameters parameters) {
        this(parameters.first("status", ""), parameters.first("authority", ""), parameters.first("cluster", ""));
        if (!status.matches("[0-9]{0,3}")) {
            throw new IllegalArgumentException("status=" + status + ": must be a status, or how it begins");
        }
    }

    boolean takes(String line) {
        return value(line, "\"status\":").startsWith(status)
                && value(line, "\"authority\":\"").contains(authority)
                && value(line, "\"cluster\":\"").contains(cluster);
    }

    private static String value(String line, String key) {
        int start = line.indexOf(key);
        if (start < 0) {
            return "";
        }
        start += key.length();
        int end = line.indexOf(key.endsWith("\"") ? '"' : ',', start);
        return line.substring(start, end < 0 ? line.length() : end);
    }
}
