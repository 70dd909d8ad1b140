package io.sluice.watcher.settings;

/** Whose translation of a SeldonDeployment is in force where both stand among the manifests. */
public enum SeldonSource {
    /** Ours, of the SeldonDeployment; the operator's own objects stand aside. */
    SLUICE,
    /** The VirtualServices and DestinationRules that the operator has written. */
    OPERATOR
}
