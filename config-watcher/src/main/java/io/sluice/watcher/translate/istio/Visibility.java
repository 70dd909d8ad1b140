package io.sluice.watcher.translate.istio;

import java.util.List;

/** {@code exportTo}: who may see an object. */
record Visibility(List<String> exportTo) {
    static Visibility of(List<String> exportTo) {
        return new Visibility(exportTo);
    }

    boolean everyone() {
        return exportTo.isEmpty() || exportTo.contains("*");
    }

    boolean includes(String viewer, String own) {
        return everyone() || exportTo.contains(viewer) || (exportTo.contains(".") && viewer.equals(own));
    }

    /** The namespaces that may see it, when not everyone may. */
    List<String> namespaces(String own) {
        return exportTo.stream()
                .map(name -> name.equals(".") ? own : name)
                .distinct()
                .toList();
    }
}
