package io.sluice.watcher.migrate;

import io.sluice.watcher.front.Ownership;

/** Stable names of what changes when Istio goes, and what is to be done; {@code docs/migrate.md} lists them. */
public enum Hazard {
    HOST_HAS_SELECTOR_SERVICE(
            "A mesh host is the name of a Service that leads straight to pods: without a sidecar in the caller nothing"
                    + " is split, retried or shadowed.",
            "Take seldon.io/svc-name out (the name becomes free, the client's URL stays); or else give the host another"
                    + " name."),
    HOST_OF_ANOTHER_NAMESPACE(
            "A mesh host is a Service's name in another namespace: no front Service is made there.",
            "Move the object into the host's namespace, or name a host of its own."),
    HOST_NOT_IN_CLUSTER(
            "A mesh host that no Service can be called by: only sidecars caught calls to it.",
            "Name a Service of the object's own namespace; or expose the host on a Gateway."),
    NAMESPACE_NOT_OPTED_IN(
            "A mesh host waits for a front Service, and its namespace does not ask for any.",
            "Label the namespace " + Ownership.OPT_IN + "=" + Ownership.OPTED_IN + "."),
    GATEWAY_MISSING(
            "Routes name a Gateway that is not there: nothing of them is exposed.",
            "Add the Gateway (kubectl get gateways.networking.istio.io -A -o yaml), or correct its name."),
    GATEWAY_OF_OTHERS(
            "Routes name a Gateway whose selector is not this router's: another gateway of Istio's serves it today.",
            "Run a router of its own for it (--gateway-labels), or correct the Gateway's selector."),
    GATEWAY_PORT_NOT_OPENED(
            "A Gateway's server that Istio opens and this router does not.",
            "Take the server out, or leave it to a router that speaks its protocol."),
    GATEWAY_SERVICE(
            "A Service leads clients to Istio's gateway pods: when they go it leads nowhere.",
            "Give this router's pods the labels that it selects, or have clients call the router's own Service."),
    NOT_ADMITTED(
            "An object that is refused: it has no routes here.", "Mend the field that is named; see docs/problems.md."),
    OUT_OF_SCOPE(
            "A SeldonDeployment that another operator cares for, or whose operator writes no routes.",
            "Correct the label seldon.io/controller-id, or the operator's settings (--seldon-settings)."),
    STRICT_PODS(
            "Pods that take the mesh's certificates alone: this router is refused while their sidecars live.",
            "Allow PERMISSIVE before the router takes over; or give it --mesh-certs until the sidecars are gone."),
    MESH_TLS(
            "Something asks for TLS of the mesh, which ends with it.",
            "Take ISTIO_MUTUAL out of it; Seldon's operator: istio.tlsMode."),
    PEER_IN_POLICY(
            "A policy tells callers by their sidecar's certificate: without one everybody is nobody known.",
            "Write it with tokens (requestPrincipals) or addresses; between pods, with a NetworkPolicy."),
    BYPASSABLE_POLICY(
            "A policy that each pod's sidecar enforced, and now the router alone: its pods can be called past it.",
            "Apply what `sluice translate --network-policies` prints."),
    POLICY_NOT_ON_PATH(
            "A policy about pods to which this router sends nothing: with their sidecars goes who enforced it.",
            "Write what it says as a NetworkPolicy, or lead a route to those pods."),
    KIND_NOT_ENFORCED(
            "An object of a kind that Istio enforces and this router does not.",
            "Move what it does into a kind that is read, or do without."),
    FIELD_NOT_RUN(
            "A field that Istio runs and this router does not.",
            "Accept what the sentence says happens instead, or take the field out."),
    RULE_OF_NO_ROUTE(
            "A DestinationRule that callers' sidecars followed; here no route leads to its host.",
            "Lead a route to the host, or take the rule out."),
    EGRESS(
            "A ServiceEntry by which sidecars knew a host outside; here no route leads to it.",
            "Have pods call it directly (what the entry allowed or encrypted is theirs to do), or lead a route to it."),
    INGRESS_OF_ISTIO(
            "An Ingress, or a Gateway of the Gateway API, that Istio serves and this router does not.",
            "Give it another class, or write its routes as a VirtualService."),
    SIDECAR_INJECTION(
            "A label or annotation that asks for a sidecar, or for none: nobody reads it any more.",
            "Take it out, and restart the pods that have a sidecar still."),
    SIDECAR_SETTING(
            "A label or annotation that sets up a sidecar: nobody reads it any more.",
            "Take it out; what it set up for the whole pod (ports, start, drain) is the pod's own business again."),
    SIDECAR_CALLED(
            "A container that calls its sidecar: the call will fail.",
            "Take the call out; nothing is to be waited for or ended any more."),
    SIDECAR_METRICS(
            "Figures are fetched from the sidecar's port, which will be closed.",
            "Name the container's own port; the router has those of requests on port 15090."),
    ROOT_FOR_ISTIO(
            "A model that runs as root: on OpenShift and elsewhere often so that Istio's sidecar may start beside it.",
            "Take runAsUser: 0 out, unless the image needs it."),
    ROOT_BY_DEFAULT(
            "Seldon's operator makes every model run as root (defaultUserID=0).",
            "Set the chart's defaultUserID back (8888), unless images need root."),
    OPERATOR_WRITES_ROUTES(
            "Seldon's operator writes Istio's objects, and fails to start without Istio's CRDs.",
            "Set the chart's istio.enabled=false before the CRDs go; this router reads SeldonDeployments themselves.");

    private final String meaning;
    private final String fix;

    Hazard(String meaning, String fix) {
        this.meaning = meaning;
        this.fix = fix;
    }

    /** A sentence. */
    public String meaning() {
        return meaning;
    }

    /** What is to be done, whatever the object: a sentence. */
    public String fix() {
        return fix;
    }
}
