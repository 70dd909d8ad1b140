package io.sluice.router.upstream.dns;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;

/**
 * What names in manifests may stand for. Who writes a manifest, and who answers for a name of his, must not have the router call itself,
 * its node, the cloud's metadata or the API server with its own address as the caller's. <em>Immutable</em>.
 *
 * @param anywhere whether nothing is forbidden: all there is, is this machine
 * @param never beside what no pod has as its address
 */
public record AddressRule(boolean anywhere, Set<InetAddress> never) {
    public static final AddressRule ANYWHERE = new AddressRule(true, Set.of());

    /** Amazon's, the one that is not link-local. */
    private static final String METADATA_IPV6 = "fd00:ec2:0:0:0:0:0:254";

    public AddressRule {
        never = Set.copyOf(never);
    }

    /** Those of other pods, and of whoever is beyond the cluster. */
    public static AddressRule ofOthers(Set<InetAddress> never) {
        return new AddressRule(false, never);
    }

    public boolean allows(InetAddress address) {
        return anywhere
                || !(address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isAnyLocalAddress()
                        || address.isMulticastAddress()
                        || address.getHostAddress().equals(METADATA_IPV6)
                        || never.contains(address)
                        || isOwn(address));
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }
}
