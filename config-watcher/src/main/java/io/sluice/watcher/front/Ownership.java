package io.sluice.watcher.front;

import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Which objects of a cluster are ours: labels say so, and which router's they are, so that two routers of one cluster leave each other's
 * alone.
 *
 * @param router value of {@link #ROUTER}
 */
public record Ownership(String router) {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String SLICE_MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    public static final String ROUTER = "sluice.io/router";
    public static final String US = "sluice";

    /** On a namespace: whether its hosts may have front Services. */
    public static final String OPT_IN = "sluice.io/front-services";

    public static final String OPTED_IN = "enabled";

    private static final int LONGEST_LABEL = 63;

    public static Ownership of(FrontSettings settings) {
        String name = settings.namespace() + "." + settings.service();
        return new Ownership(name.length() <= LONGEST_LABEL ? name : "router-" + digest(name));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** A Service that leads to some router, and to nothing else: no destination, and nobody's endpoints. */
    public static boolean isFront(Service service) {
        return service.selector().isEmpty() && isLabelled(service.meta(), MANAGED_BY);
    }

    /** A slice that lists routers. */
    public static boolean isFront(EndpointSlice slice) {
        return isLabelled(slice.meta(), SLICE_MANAGED_BY);
    }

    private static boolean isLabelled(Meta meta, String label) {
        return US.equals(meta.labels().get(label));
    }

    /** Whether this router wrote it, whatever has become of it since. */
    boolean wrote(Service service) {
        return isLabelled(service.meta(), MANAGED_BY)
                && router.equals(service.meta().labels().get(ROUTER));
    }

    boolean wrote(EndpointSlice slice) {
        return isFront(slice) && router.equals(slice.meta().labels().get(ROUTER));
    }

    public static boolean optedIn(Namespace namespace) {
        return OPTED_IN.equals(namespace.meta().labels().get(OPT_IN));
    }

    /** What our Services are known by. */
    public Map<String, String> serviceLabels() {
        return Map.of(MANAGED_BY, US, ROUTER, router);
    }

    /** What our slices are known by, and what binds them to a Service. */
    public Map<String, String> sliceLabels(String service) {
        return Map.of(SLICE_MANAGED_BY, US, ROUTER, router, EndpointSlice.SERVICE_LABEL, service);
    }
}
