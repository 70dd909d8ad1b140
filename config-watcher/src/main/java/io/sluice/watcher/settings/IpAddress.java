package io.sluice.watcher.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address in one writing, of the many that IPv6 has.
 *
 * @param ofPods whether a pod can have it, or something beyond the cluster; not so loopback, link-local and the like
 */
public record IpAddress(String text, boolean ofPods) {
    private static final Pattern IPV4 = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]+");

    /** Where a cloud tells a machine who it is: the one address of it that is not link-local. */
    private static final String METADATA_IPV6 = "fd00:ec2:0:0:0:0:0:254";

    /** From here on IPv4 has addresses of groups, and reserved ones. */
    private static final int FIRST_OF_NOBODY = 224;

    /** Null for a name, which is looked up nowhere here. */
    public static @Nullable IpAddress parse(String text) {
        Pattern written = text.indexOf(':') >= 0 ? IPV6 : IPV4;
        try {
            return written.matcher(text).matches() ? of(InetAddress.getByName(text)) : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    public static IpAddress of(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        boolean ofNobody = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address.getAddress())
                || text.equals(METADATA_IPV6);
        return new IpAddress(scope < 0 ? text : text.substring(0, scope), !ofNobody);
    }

    private static boolean isReserved(byte[] address) {
        int first = address[0] & 0xff;
        return address.length == 4 && (first == 0 || first >= FIRST_OF_NOBODY);
    }
}
