package io.sluice.watcher.migrate;

import io.sluice.watcher.resource.ObjectId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings; the same one twice is one. */
final class Findings {
    private final Set<Finding> all = new LinkedHashSet<>();
    private final Inventory inventory;

    Findings(Inventory inventory) {
        this.inventory = inventory;
    }

    void add(Hazard hazard, ObjectId object, String field, String sentence) {
        all.add(inventory.finding(hazard, object.toString(), field, sentence));
    }

    void add(Finding finding) {
        all.add(finding);
    }

    List<Finding> list() {
        return List.copyOf(all);
    }
}
