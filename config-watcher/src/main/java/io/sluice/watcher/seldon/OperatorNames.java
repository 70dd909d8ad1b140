package io.sluice.watcher.seldon;

import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The operator's names (seldon.md §3.1); lengths are in bytes. */
final class OperatorNames {
    private static final int MOST_BYTES = 63;

    private OperatorNames() {}

    /** Name of the VirtualService. */
    static String deploymentId(SeldonDeployment deployment) {
        return cap(deployment.meta().name());
    }

    /** Name of the Service and DestinationRule of a predictor. */
    static String predictorKey(SeldonDeployment deployment, Predictor predictor) {
        String given = predictor.annotations().get("seldon.io/svc-name");
        return given != null ? given : cap(deployment.meta().name() + "-" + predictor.name());
    }

    /** Name of the Service and DestinationRule of a predictor's explainer. */
    static String explainer(SeldonDeployment deployment, Predictor predictor) {
        return cap(deployment.meta().name() + "-" + predictor.name() + "-explainer");
    }

    /** Name of the VirtualService of that explainer: cut, where other names are hashed. */
    static String explainerRoute(String explainer) {
        byte[] whole = (explainer + "-http").getBytes(StandardCharsets.UTF_8);
        if (whole.length <= MOST_BYTES) {
            return explainer + "-http";
        }
        String cut = new String(whole, 0, MOST_BYTES, StandardCharsets.UTF_8);
        return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
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
