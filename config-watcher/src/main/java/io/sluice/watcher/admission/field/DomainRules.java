package io.sluice.watcher.admission.field;

import io.sluice.watcher.problem.Code;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of hosts as Gateways and VirtualServices may write them: {@code *}, {@code *.x}, a name, or an address. */
public final class DomainRules {
    private static final int LONGEST = 255;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/\\d+)?|[0-9.]+(/\\d+)?");

    private DomainRules() {}

    /** @throws Refusal if it is no such name */
    public static void check(String field, String host) {
        if (host.equals("*") || ADDRESS.matcher(host).matches()) {
            return;
        }
        if (host.isEmpty()) {
            throw new Refusal(Code.REFUSED, field, "domain name \"\" is empty; write a host or *");
        }
        boolean wildcard = host.startsWith("*.");
        String name = wildcard ? host.substring(2) : host;
        if (name.contains("*")) {
            throw new Refusal(
                    Code.REFUSED, field, "domain name \"" + host + "\": a wildcard is the first label, and whole");
        }
        boolean named = host.length() <= LONGEST && !name.isEmpty();
        for (String label : name.split("\\.", -1)) {
            named &= LABEL.matcher(label).matches();
        }
        if (!named) {
            throw new Refusal(Code.REFUSED, field, "domain name \"" + host + "\" is invalid: it is no DNS name");
        }
    }

    /** Whether some name is meant by both. */
    public static boolean overlap(String a, String b) {
        String first = a.toLowerCase(Locale.ROOT);
        String second = b.toLowerCase(Locale.ROOT);
        return first.equals(second) || covers(first, second) || covers(second, first);
    }

    /** Whether every name that {@code inner} means is one of {@code outer}. */
    public static boolean includes(String outer, String inner) {
        String all = outer.toLowerCase(Locale.ROOT);
        String some = inner.toLowerCase(Locale.ROOT);
        return all.equals(some) || covers(all, some);
    }

    private static boolean covers(String outer, String inner) {
        return outer.equals("*") || (outer.startsWith("*") && inner.endsWith(outer.substring(1)));
    }
}
