package io.sluice.watcher.admission.field;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code exportTo}, and refuses what Istio's webhook does. */
public final class ExportTo {
    private static final String NOBODY = "~";

    private ExportTo() {}

    public static List<String> read(Reader spec, String namespace) {
        List<String> exportTo = spec.texts("exportTo");
        Set<String> seen = new HashSet<>();
        for (String entry : exportTo) {
            if (!seen.add(entry.equals(".") ? namespace : entry)) {
                throw spec.refused("exportTo", "duplicate entries in exportTo for entry " + entry);
            }
        }
        if (seen.size() > 1 && seen.contains("*")) {
            throw spec.refused("exportTo", "cannot have both public (*) and non-public exportTo values for a resource");
        }
        if (seen.size() > 1 && seen.contains(NOBODY)) {
            throw spec.refused("exportTo", "cannot export to no one (~) and someone");
        }
        return exportTo;
    }
}
