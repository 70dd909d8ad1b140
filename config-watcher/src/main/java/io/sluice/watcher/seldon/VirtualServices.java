package io.sluice.watcher.seldon;

import static io.sluice.watcher.seldon.OperatorTrees.owned;
import static io.sluice.watcher.seldon.OperatorTrees.tree;
import static io.sluice.watcher.settings.OperatorVariable.ISTIO_GATEWAY;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The operator's VirtualServices: each explainer's, then the deployment's own with a REST and a gRPC route (seldon.md §1.1, §1.3). */
final class VirtualServices {
    private static final String GRPC_PATHS = ".*tensorflow.*|.*seldon.protos.*|.*inference.*";

    private final SeldonDeployment deployment;
    private final ServicePorts ports;
    private final Settings settings;

    VirtualServices(SeldonDeployment deployment, ServicePorts ports, Settings settings) {
        this.deployment = deployment;
        this.ports = ports;
        this.settings = settings;
    }

    /** @throws io.sluice.watcher.admission.Refusal if an annotation is malformed */
    List<ObjectNode> write() {
        List<ObjectNode> written = new ArrayList<>();
        Retries retries = Retries.of(deployment);
        for (Explained explained : Explained.of(deployment)) {
            written.add(explainer(explained));
        }
        ObjectNode own = virtualService(OperatorNames.deploymentId(deployment));
        ArrayNode http = http(own);
        Meta meta = deployment.meta();

        ObjectNode rest = http.addObject();
        prefix(rest, "/seldon/" + meta.namespace() + "/" + meta.name() + "/");
        routes(rest, Ports::http, retries);

        ObjectNode grpc = http.addObject();
        ObjectNode match = grpc.putArray("match").addObject();
        match.putObject("uri").put("regex", GRPC_PATHS);
        ObjectNode headers = match.putObject("headers");
        headers.putObject("seldon").put("exact", meta.name());
        headers.putObject("namespace").put("exact", meta.namespace());
        routes(grpc, Ports::grpc, retries);

        written.add(own);
        return written;
    }

    private ObjectNode virtualService(String name) {
        ObjectNode object = owned(deployment, "networking.istio.io/v1alpha3", "VirtualService", name);
        ObjectNode spec = object.putObject("spec");
        ArrayNode hosts = spec.putArray("hosts");
        String given = deployment.annotation("seldon.io/istio-host");
        for (String host : (given == null ? "*" : given).split(",", -1)) {
            hosts.add(host.trim());
        }
        String gateway = deployment.annotation("seldon.io/istio-gateway");
        spec.putArray("gateways")
                .add(gateway == null ? settings.operator().get(ISTIO_GATEWAY, "seldon-gateway") : gateway);
        return object;
    }

    private static ArrayNode http(ObjectNode virtualService) {
        return virtualService.withObject("/spec").putArray("http");
    }

    private static void prefix(ObjectNode rule, String prefix) {
        rule.putArray("match").addObject().putObject("uri").put("prefix", prefix);
        rule.putObject("rewrite").put("uri", "/");
    }

    private ObjectNode explainer(Explained explained) {
        ObjectNode object = virtualService(OperatorNames.explainerRoute(explained.service()));
        ObjectNode rule = http(object).addObject();
        Meta meta = deployment.meta();
        String predictor = explained.predictor().name();
        prefix(rule, "/seldon/" + meta.namespace() + "/" + meta.name() + "-explainer/" + predictor + "/");
        ObjectNode route = rule.putArray("route").addObject();
        // The short name, where predictors have their full one.
        route.set("destination", destination(explained.service(), predictor, explained.port()));
        route.put("weight", 100);
        return object;
    }

    private void routes(ObjectNode rule, ToIntFunction<Ports> side, @Nullable Retries retries) {
        ArrayNode route = null;
        ObjectNode mirror = null;
        int percentage = 0;
        for (int i = 0; i < deployment.predictors().size(); i++) {
            Predictor predictor = deployment.predictors().get(i);
            ObjectNode destination = destination(
                    settings.fullName(
                            OperatorNames.predictorKey(deployment, predictor),
                            deployment.meta().namespace()),
                    predictor.name(),
                    side.applyAsInt(ports.of(i)));
            if (predictor.shadow()) {
                // The last shadow is the mirror; the percentage is that of the last one which has any.
                mirror = destination;
                percentage = predictor.traffic() > 0 ? predictor.traffic() : percentage;
            } else {
                route = route == null ? rule.putArray("route") : route;
                ObjectNode branch = route.addObject();
                branch.set("destination", destination);
                unlessZero(branch, "weight", predictor.traffic());
            }
        }
        if (mirror != null) {
            rule.set("mirror", mirror);
        }
        if (percentage > 0) {
            rule.putObject("mirrorPercentage").put("value", percentage);
        }
        if (retries != null) {
            rule.putObject("retries")
                    .put("attempts", retries.attempts())
                    .put("perTryTimeout", retries.perTrySeconds() + "s")
                    .put("retryOn", "gateway-error,connect-failure,refused-stream");
        }
    }

    private static ObjectNode destination(String host, String subset, int port) {
        ObjectNode destination = tree();
        destination.put("host", host).put("subset", subset);
        unlessZero(destination.putObject("port"), "number", port);
        return destination;
    }

    /** Protobuf's JSON drops zeros. */
    private static void unlessZero(ObjectNode object, String field, int value) {
        if (value != 0) {
            object.put(field, value);
        }
    }
}
