package io.sluice.watcher.migrate;

import static io.sluice.watcher.migrate.Hazard.GATEWAY_MISSING;
import static io.sluice.watcher.migrate.Hazard.GATEWAY_OF_OTHERS;
import static io.sluice.watcher.migrate.Hazard.HOST_HAS_SELECTOR_SERVICE;
import static io.sluice.watcher.migrate.Hazard.HOST_NOT_IN_CLUSTER;
import static io.sluice.watcher.migrate.Hazard.HOST_OF_ANOTHER_NAMESPACE;
import static io.sluice.watcher.migrate.Hazard.NAMESPACE_NOT_OPTED_IN;

import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.istio.GatewayNames;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** By which ways calls that a VirtualService is about reach this router, and which do not. */
final class Bindings {
    private final Settings settings;
    private final Fronts fronts;
    private final Map<String, Gateway> gateways = new HashMap<>();

    /** Where what is found goes. */
    interface Told {
        void reached(String way);

        void hindered(Hazard hazard, String field, String sentence);
    }

    /** Where hosts and gateways are written: in a VirtualService, or in what it is made from. */
    record Fields(String hosts, String gateways) {
        static final Fields OF_VIRTUAL_SERVICE = new Fields("spec.hosts", "spec.gateways");
    }

    Bindings(Manifests manifests, Settings settings) {
        this.settings = settings;
        fronts = new Fronts(manifests, settings);
        for (Gateway gateway : manifests.of(Gateway.class)) {
            gateways.put(gateway.meta().namespace() + "/" + gateway.meta().name(), gateway);
        }
    }

    void tell(VirtualService service, Fields fields, Told told) {
        for (String reference : service.gateways()) {
            String name = GatewayNames.resolve(reference, service.meta().namespace());
            if (name.equals(VirtualService.MESH)) {
                service.hosts().forEach(host -> mesh(service, host, fields.hosts(), told));
            } else {
                gateway(name, fields.gateways(), told);
            }
        }
    }

    private void gateway(String name, String field, Told told) {
        Gateway gateway = gateways.get(name);
        if (gateway == null) {
            told.hindered(GATEWAY_MISSING, field, "Gateway " + name + " is not there: nothing is exposed on it");
        } else if (!settings.gatewayLabels()
                .entrySet()
                .containsAll(gateway.selector().entrySet())) {
            told.hindered(
                    GATEWAY_OF_OTHERS,
                    field,
                    "Gateway " + name + " is for pods labelled " + text(gateway.selector())
                            + ", and this router stands for " + text(settings.gatewayLabels()));
        } else {
            told.reached("Gateway " + name);
        }
    }

    private void mesh(VirtualService service, String declared, String field, Told told) {
        String own = service.meta().namespace();
        String host = settings.resolve(declared, own).toLowerCase(Locale.ROOT);
        String suffix = ".svc." + settings.clusterDomain();
        String name = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : "";
        int dot = name.indexOf('.');
        if (host.startsWith("*") || dot < 1 || name.indexOf('.', dot + 1) >= 0) {
            told.hindered(
                    HOST_NOT_IN_CLUSTER,
                    field,
                    "\"" + declared + "\" is no Service's name: calls to it do not come here");
            return;
        }
        String namespace = name.substring(dot + 1);
        if (!namespace.equals(own)) {
            told.hindered(
                    HOST_OF_ANOTHER_NAMESPACE,
                    field,
                    "\"" + declared + "\" is of namespace " + namespace + ", and front Services are made in " + own
                            + " alone");
            return;
        }
        switch (fronts.of(host, own)) {
            case THERE -> told.reached("Service " + own + "/" + name.substring(0, dot));
            case MADE -> told.reached("front Service " + own + "/" + name.substring(0, dot) + ", made by the router");
            case NOT_ASKED_FOR ->
                told.hindered(
                        NAMESPACE_NOT_OPTED_IN,
                        field,
                        "\"" + declared + "\" has no Service, and namespace " + own + " asks for no front Services");
            case TAKEN ->
                told.hindered(
                        HOST_HAS_SELECTOR_SERVICE,
                        field,
                        "Service " + own + "/" + name.substring(0, dot)
                                + " has a selector: who calls it reaches its pods past every rule");
        }
    }

    private static String text(Map<String, String> labels) {
        List<String> pairs = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .toList();
        return String.join(",", pairs);
    }
}
