package io.sluice.watcher.problem;

import org.jspecify.annotations.Nullable;

/** Stable names of problems, what they mean and what mends them; {@code docs/problems.md} has an example of each. */
public enum Code {
    UNREADABLE_FILE(
            "A file or directory cannot be read, or is no YAML; what was admitted from it before stays in force.",
            "Mend the file at the line that is named, or its permissions."),
    NOT_AN_OBJECT(
            "A document that is no Kubernetes object.",
            "Give it apiVersion, kind and metadata.name, all of them texts; keep other files out of the directory."),
    INVALID_FIELD(
            "A field's value has the wrong type or form; the object keeps its last admitted version.",
            "Write the field as the sentence says; quote what is meant as a text.",
            "IST0106"),
    REFUSED(
            "The object contradicts itself, as Istio's webhook or Seldon's operator would say; it keeps its last"
                    + " admitted version.",
            "Mend the field that is named; a cluster would have refused the object too.",
            "IST0106"),
    DUPLICATE_OBJECT("The same object stands in two places; the first counts.", "Remove one of the two."),
    UNKNOWN_FIELD("A field that nobody knows; it is read past.", "Check its spelling and its indentation."),
    NOT_SUPPORTED(
            "A field that Istio or Seldon know and this router does not run yet.",
            "Remove the field, or accept what the sentence says happens instead."),
    DEPRECATED_FIELD(
            "A field that Istio would have its authors leave; it is run.",
            "Write what the sentence names instead.",
            "IST0002"),
    KIND_NOT_ENFORCED(
            "A kind of a group that we read, but do not enforce.",
            "Do not rely on the object here; move what it does into a kind that is read."),
    UNKNOWN_KIND(
            "A kind that a group which we read does not have: a misspelling, or newer than this router.",
            "Check the spelling of kind and apiVersion."),
    KIND_IGNORED(
            "A kind that says nothing about routing; told once for all objects of it.",
            "Nothing: such objects may stand beside the others."),
    POLICY_NOT_ENFORCED(
            "A policy that would keep someone out and cannot be enforced: what it guards answers 403.",
            "Remove the policy, if what it guards may be open; or keep what it guards behind another router."),
    POLICY_NOT_ON_PATH(
            "A policy that protects nothing here: no request that this router sends on reaches what it names.",
            "Select labels of pods that a route leads to, or the router's own; or leave it to what is in front of those"
                    + " pods."),
    BYPASSABLE_FROM_CLUSTER(
            "A policy whose pods can be called past this router, which alone enforces it.",
            "Apply what `sluice translate --network-policies` prints."),
    POLICY_TRAP(
            "A policy that guards less, or compares otherwise, than it may seem to.",
            "Make sure that what the sentence says is what you want."),
    UNKNOWN_PROVIDER(
            "A Telemetry names a provider that the mesh config does not have, or that this router cannot serve.",
            "Add it to extensionProviders of --mesh-config (envoyFileAccessLog, opentelemetry), or correct its name."),
    UNKNOWN_SERVICE(
            "A destination's host names no Service: its share answers 503.",
            "Check the host's spelling and namespace, or add the Service to the manifests.",
            "IST0101"),
    UNKNOWN_PORT(
            "A destination's port is no port of its Service: its share answers 503.",
            "Name a port that the Service has, or add it there."),
    UNKNOWN_SUBSET(
            "A destination's subset is in no DestinationRule: its share answers 503.",
            "Add the subset to a DestinationRule for that host, or correct its name.",
            "IST0101"),
    NO_ENDPOINTS(
            "A destination has no endpoint: its share answers 503.",
            "Wait for a pod to become ready; or check the selector, the subset's labels and the slice's port names."),
    MISSING_GATEWAY(
            "A Gateway that routes refer to is not among the manifests.",
            "Add the Gateway, or correct its name; write namespace/name for one of another namespace.",
            "IST0101"),
    MISSING_DELEGATE(
            "A delegate that a rule names is not there, or not for its namespace to see: that rule is left out.",
            "Add the delegate, without hosts, or correct its name and namespace; export it to the root's namespace.",
            "IST0101"),
    MISSING_SECRET(
            "A Secret or a file that a Gateway or a DestinationRule names is not there, or lacks what is asked of it:"
                    + " handshakes with that server are refused, that destination answers 503.",
            "Add the Secret to the namespace that the sentence names, with what it lacks; or correct its name.",
            "IST0101"),
    MISSING_MESH_CERTIFICATE(
            "Pods, a rule or a server take nobody who has no certificate of the mesh, and this router has none: what"
                    + " would go there answers 503.",
            "Give --mesh-certs DIR with cert-chain.pem, key.pem and root-cert.pem, as Istio writes them; or let a"
                    + " PeerAuthentication allow PERMISSIVE."),
    CERTIFICATE_NOT_VALID(
            "A certificate that has expired or is not valid yet: clients refuse it. Or files of one that cannot be"
                    + " used as they are: what they held before stays in force.",
            "Renew it, key and certificate together; what is new is shown as soon as the Secret is applied or the files"
                    + " are written."),
    CERTIFICATE_UNCHECKED(
            "A model's certificate that is not checked, or not for its name.",
            "Say whom to believe (caCertificates, credentialName) and by what name (subjectAltNames)."),
    LISTENER_NOT_OPENED(
            "A gateway's server that is not opened.",
            "Give the server a protocol that is spoken here, and a port that no other stands for."),
    HOST_NOT_SERVED(
            "A VirtualService host that no server of its gateways serves.",
            "Add the host to a server of the Gateway, or correct it here.",
            "IST0132"),
    HOST_OWNED(
            "A mesh host that an older VirtualService owns: this one is not looked at.",
            "Put the rules of both into one VirtualService.",
            "IST0109"),
    HOST_HAS_SELECTOR_SERVICE(
            "A mesh host is the name of a Service that leads to pods: calls of it do not pass this router.",
            "Remove seldon.io/svc-name where Seldon's operator writes the Service: the name becomes free, and clients"
                    + " keep their URL. Or rename the host."),
    HOST_NOT_CAPTURED(
            "A mesh host has no front Service: calls of its name do not reach this router.",
            "Do what the sentence says; or call the router's own Service with the host's name as Host."),
    ROUTER_PODS_UNKNOWN(
            "Nobody sees behind this router's own Service who this router is: front Services lead where they led"
                    + " before.",
            "Correct --router-service, or the selector of the Service that it names."),
    UNREACHABLE_ROUTE(
            "A rule that can never be reached.", "Put it before the rule that takes every request.", "IST0130"),
    OPERATOR_OBJECT_IGNORED(
            "An object made from a SeldonDeployment stands beside it; one of the two counts.",
            "Nothing: leave the operator's objects out of the manifests to be rid of the notice;"
                    + " --seldon-source=operator lets them count."),
    OUT_OF_SCOPE(
            "A SeldonDeployment that another operator cares for, or whose operator writes no routes.",
            "Correct the label seldon.io/controller-id, or the operator's settings (--seldon-settings)."),
    CLAIMED_TWICE(
            "Two predictors or SeldonDeployments claim one name (the last writer's rule stays), or paths that overlap"
                    + " (the older takes both).",
            "Rename a deployment or a predictor, or set another seldon.io/svc-name."),
    WAITING_FOR_PREDICTOR(
            "New routes of a SeldonDeployment are not in force yet: a predictor with a share has no ready endpoint.",
            "Wait for a pod of it to become ready; or take its share away, which applies at once."),
    DEAD_ANNOTATION(
            "An annotation of Seldon's that nobody reads, or not where it stands.",
            "Take it out, or move it to where the sentence says."),
    SELDON_TRAP(
            "Where Seldon's documents and its behaviour differ: T1 … T20.",
            "Make sure that what happens is what you want; the sentence says what that is."),
    KIND_FORBIDDEN(
            "A kind that the API server does not let this router read; what there is of it does not count.",
            "Let the router's ServiceAccount get, list and watch that kind; or do without what it says."),
    KIND_NOT_WATCHED(
            "A kind that may be listed, but not watched: what becomes of it is seen late.",
            "Let the router's ServiceAccount watch that kind, too; see that a proxy on the way lets WebSockets"
                    + " through."),
    KIND_VANISHED(
            "A kind that the API server does not know any more, while objects of it are in force: they stay.",
            "Install its definition again; if it is meant to be gone, restart the router."),
    CLUSTER_UNREACHABLE(
            "The API server does not answer, or not as it should; what was read last stays in force.",
            "See to the API server, and to the network on the way to it; nothing is to be done here."),
    ENDPOINT_NOT_ALLOWED(
            "An address of an endpoint that leads back to this router or to its machine, or to no pod: it gets no"
                    + " requests.",
            "Take the address out of the EndpointSlice, WorkloadEntry or ServiceEntry that the sentence names."),
    INTERNAL(
            "A defect of this router, not of the manifest; what was in force before stays.",
            "Report it, with the manifest that brings it about.");

    private final String meaning;
    private final String fix;
    private final @Nullable String istioCode;

    Code(String meaning, String fix) {
        this(meaning, fix, null);
    }

    Code(String meaning, String fix, @Nullable String istioCode) {
        this.meaning = meaning;
        this.fix = fix;
        this.istioCode = istioCode;
    }

    /** A sentence. */
    public String meaning() {
        return meaning;
    }

    /** What mends it, whatever the object: a sentence. */
    public String fix() {
        return fix;
    }

    /** The code by which {@code istioctl analyze} says the same; null if it says nothing like it. */
    public @Nullable String istioCode() {
        return istioCode;
    }
}
