package io.sluice.watcher.translate.seldon;

import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The operator's names (seldon.md §3.1). */
final class SeldonNames {
    private static final int MOST_BYTES = 63;

    private SeldonNames() {}

    /** Name of the Service and DestinationRule of a predictor. */
    static String predictorKey(SeldonDeployment deployment, Predictor predictor) {
        String given = predictor.annotations().get("seldon.io/svc-name");
        return given != null ? given : cap(deployment.meta().name() + "-" + predictor.name());
    }

    /** Name of the VirtualService. */
    static String deploymentId(SeldonDeployment deployment) {
        return cap(deployment.meta().name());
    }

    /** A name that is too long for Kubernetes becomes a hash of itself. */
    static String cap(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return name;
        }
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
            return "seldon-" + String.format("%032x", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
    }
}
