package io.sluice.router.policy;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that share their first bits: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. An IPv4 address in IPv6
 * form is an IPv6 address, as Envoy has it. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
record AddressRange(byte[] address, int bits) {
    /** Null if the text is no range: then nothing is in it. */
    static @Nullable AddressRange of(String text) {
        int slash = text.indexOf('/');
        byte[] address = parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int all = address.length * 8;
        if (slash < 0) {
            return new AddressRange(address, all);
        }
        String length = text.substring(slash + 1);
        if (length.isEmpty() || length.length() > 3 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int bits = Integer.parseInt(length);
        return bits > all ? null : new AddressRange(address, bits);
    }

    /** Null if the text is no address. */
    static byte @Nullable [] parse(String text) {
        int zone = text.indexOf('%');
        return NetUtil.createByteArrayFromIpAddressString(zone < 0 ? text : text.substring(0, zone));
    }

    boolean has(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = (0xff << (8 - rest)) & 0xff;
        return rest == 0 || (other[whole] & mask) == (address[whole] & mask);
    }
}
