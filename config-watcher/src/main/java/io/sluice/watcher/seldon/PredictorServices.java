package io.sluice.watcher.seldon;

import static io.sluice.watcher.seldon.OperatorTrees.owned;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.util.ArrayList;
import java.util.List;

/** The operator's Services that routes lead to: predictors' and explainers' (seldon.md §3.2). Those of containers are the executor's business. */
final class PredictorServices {
    private PredictorServices() {}

    static List<ObjectNode> write(SeldonDeployment deployment, ServicePorts ports) {
        List<ObjectNode> written = new ArrayList<>();
        for (int i = 0; i < deployment.predictors().size(); i++) {
            Predictor predictor = deployment.predictors().get(i);
            if (!ports.of(i).equals(Ports.NONE)) {
                written.add(service(deployment, OperatorNames.predictorKey(deployment, predictor), ports.of(i)));
            }
        }
        for (Explained explained : Explained.of(deployment)) {
            written.add(service(deployment, explained.service(), new Ports(explained.port(), 0)));
        }
        return written;
    }

    private static ObjectNode service(SeldonDeployment deployment, String name, Ports ports) {
        ObjectNode object = owned(deployment, "v1", "Service", name);
        ObjectNode spec = object.putObject("spec");
        spec.put("type", "ClusterIP");
        String headless = deployment.annotation("seldon.io/headless-svc");
        if (headless != null && !headless.equals("false")) {
            spec.put("clusterIP", "None");
        }
        spec.putObject("selector").put("seldon-app", name);
        ArrayNode list = spec.putArray("ports");
        port(list, "http", ports.http());
        port(list, "grpc", ports.grpc());
        return object;
    }

    private static void port(ArrayNode ports, String name, int number) {
        if (number != 0) {
            ports.addObject()
                    .put("name", name)
                    .put("protocol", "TCP")
                    .put("port", number)
                    .put("targetPort", number);
        }
    }
}
