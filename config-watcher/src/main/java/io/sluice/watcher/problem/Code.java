package io.sluice.watcher.problem;

/** Stable names of problems; documented in {@code docs/problems.md}. */
public enum Code {
    /** A file cannot be read, or is no YAML; what was admitted from it before stays in force. */
    UNREADABLE_FILE,
    /** A document that is no Kubernetes object. */
    NOT_AN_OBJECT,
    /** A field's value has the wrong type or form; the object keeps its last admitted version. */
    INVALID_FIELD,
    /** The object contradicts itself, as Istio's webhook or Seldon's operator would say; it keeps its last admitted version. */
    REFUSED,
    /** The same object stands in two places; the first counts. */
    DUPLICATE_OBJECT,
    /** A field that nobody knows; it is read past. */
    UNKNOWN_FIELD,
    /** A field that Istio or Seldon know and this router does not run yet. */
    NOT_SUPPORTED,
    /** A kind of a group that we read, but do not enforce. */
    KIND_NOT_ENFORCED,
    /** A kind that a group which we read does not have: a misspelling, or newer than this router. */
    UNKNOWN_KIND,
    /** A kind of a group that we do not read. */
    KIND_IGNORED,
    /** A policy that would keep someone out and cannot be enforced: what it guards answers 403. */
    POLICY_NOT_ENFORCED,
    /** A destination's host names no Service: its share answers 503. */
    UNKNOWN_SERVICE,
    /** A destination's port is no port of its Service: its share answers 503. */
    UNKNOWN_PORT,
    /** A destination's subset is in no DestinationRule: its share answers 503. */
    UNKNOWN_SUBSET,
    /** A destination has no endpoint: its share answers 503. */
    NO_ENDPOINTS,
    /** A Gateway that routes refer to is not among the manifests. */
    MISSING_GATEWAY,
    /** A gateway's server that is not opened. */
    LISTENER_NOT_OPENED,
    /** A VirtualService host that no server of its gateways serves. */
    HOST_NOT_SERVED,
    /** A mesh host that an older VirtualService owns: this one is not looked at. */
    HOST_OWNED,
    /** A rule that can never be reached. */
    UNREACHABLE_ROUTE,
    /** An object made from a SeldonDeployment stands beside it; ours counts. */
    OPERATOR_OBJECT_IGNORED,
    /** Where Seldon's documents and its behaviour differ: T1 … T20. */
    SELDON_TRAP,
    /** A defect of this router, not of the manifest; what was in force before stays. */
    INTERNAL
}
