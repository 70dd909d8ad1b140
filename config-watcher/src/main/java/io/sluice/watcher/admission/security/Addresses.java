package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses, and ranges of them: {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Addresses() {}

    static void check(Reader reader, String field, Values values) {
        for (List<String> list : List.of(values.any(), values.none())) {
            for (String text : list) {
                if (!isRange(text)) {
                    throw reader.refused(field, "\"" + text + "\" is invalid: it is no address and no CIDR block");
                }
            }
        }
    }

    private static boolean isRange(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = bits(address);
        if (bits == 0 || slash < 0) {
            return bits > 0;
        }
        String length = text.substring(slash + 1);
        return Pattern.matches("\\d{1,3}", length) && Integer.parseInt(length) <= bits;
    }

    /** 0 if it is no address. */
    private static int bits(String address) {
        if (IPV4.matcher(address).matches()) {
            for (String part : address.split("\\.", -1)) {
                if (Integer.parseInt(part) > 255) {
                    return 0;
                }
            }
            return IPV4_BITS;
        }
        return IPV6.matcher(address).matches() && isIpv6(address) ? IPV6_BITS : 0;
    }

    private static boolean isIpv6(String address) {
        try {
            // The pattern has seen to it that this is no name: nothing is looked up.
            return java.net.InetAddress.getByName(address).getHostAddress() != null;
        } catch (java.net.UnknownHostException malformed) {
            return false;
        }
    }
}
