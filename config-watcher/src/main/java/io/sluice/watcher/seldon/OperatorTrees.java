package io.sluice.watcher.seldon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.SeldonDeployment;

/** The frame that every object of the operator has: no labels, and the SeldonDeployment as its owner. */
final class OperatorTrees {
    private OperatorTrees() {}

    static ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode owned(SeldonDeployment owner, String apiVersion, String kind, String name) {
        ObjectNode object = tree();
        object.put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name).put("namespace", owner.meta().namespace());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "machinelearning.seldon.io/v1")
                .put("kind", "SeldonDeployment")
                .put("name", owner.meta().name())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return object;
    }
}
