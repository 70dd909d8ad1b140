package io.sluice.conformance.own;

import java.util.List;
import java.util.Map;

/**
 * A situation and calls into it.
 *
 * @param name {@code file/case}
 * @param given manifests in the short form of {@link Manifest}
 * @param mesh what MeshConfig says
 * @param domain of the cluster
 */
record OwnCase(String name, boolean played, List<Map<?, ?>> given, Map<?, ?> mesh, String domain, List<Call> calls) {

    /**
     * A call and what must become of it.
     *
     * @param target as it stands behind the method: {@code http://host:port/path?query}
     * @param headers {@code name: value}
     * @param from address of the calling pod; empty = unknown
     * @param times how often it is made
     */
    record Call(String method, String target, List<String> headers, String from, int times, Map<?, ?> expected) {
        @Override
        public String toString() {
            return method + " " + target + (headers.isEmpty() ? "" : " " + headers)
                    + (from.isEmpty() ? "" : " from " + from);
        }
    }
}
