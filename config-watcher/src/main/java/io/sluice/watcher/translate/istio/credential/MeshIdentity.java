package io.sluice.watcher.translate.istio.credential;

import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.TrustedCa;
import java.util.List;

/** This router as a workload of the mesh. */
record MeshIdentity(Certificate own, TrustedCa ca, List<String> trustDomains) {
    MeshIdentity {
        trustDomains = List.copyOf(trustDomains);
    }

    /** Every workload of a namespace. */
    List<String> workloads(String namespace) {
        return trustDomains.stream()
                .map(domain -> "spiffe://" + domain + "/ns/" + namespace + "/sa/*")
                .toList();
    }
}
