package io.sluice.watcher.migrate;

import io.sluice.watcher.migrate.Bindings.Fields;
import io.sluice.watcher.migrate.Bindings.Told;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.Translation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of a review: who is captured, what others bind, who is trusted, what is not run, what is left over. */
public final class Migration {
    /** What routing has to say already, and that matters here. */
    private static final Map<Code, Hazard> TOLD = Map.of(
            Code.BYPASSABLE_FROM_CLUSTER, Hazard.BYPASSABLE_POLICY,
            Code.POLICY_NOT_ON_PATH, Hazard.POLICY_NOT_ON_PATH,
            Code.KIND_NOT_ENFORCED, Hazard.KIND_NOT_ENFORCED,
            Code.NOT_SUPPORTED, Hazard.FIELD_NOT_RUN,
            Code.LISTENER_NOT_OPENED, Hazard.GATEWAY_PORT_NOT_OPENED,
            Code.MISSING_MESH_CERTIFICATE, Hazard.MESH_TLS,
            Code.REFUSED, Hazard.NOT_ADMITTED,
            Code.INVALID_FIELD, Hazard.NOT_ADMITTED);

    private Migration() {}

    /**
     * @param documents as they were read
     * @param contents what was admitted of them
     * @param manifests the objects in force
     * @param problems located
     */
    public static MigrationReport review(
            Documents documents,
            Contents contents,
            Manifests manifests,
            Translation translation,
            List<Problem> problems,
            Settings settings) {
        Inventory inventory = new Inventory(documents);
        Bindings bindings = new Bindings(manifests, settings);
        List<Capture> captures = new Captures(inventory, contents.attempted(), bindings, settings).of(problems);
        Set<String> deployments = captures.stream().map(Capture::deployment).collect(Collectors.toSet());

        Findings findings = new Findings(inventory);
        for (VirtualService service : manifests.of(VirtualService.class)) {
            if (!service.delegate() && inventory.holds(service.meta().id())) {
                bindings.tell(service, Fields.OF_VIRTUAL_SERVICE, of(service.meta(), findings));
            }
        }
        new PeerHazards(inventory, settings, findings).tell(manifests);
        for (Problem problem : problems) {
            Hazard hazard = TOLD.get(problem.code());
            // Those of SeldonDeployments are told where it is told that they are not captured, STRICT pods by who wants
            // them so.
            boolean counted = (hazard == Hazard.NOT_ADMITTED && deployments.contains(problem.object()))
                    || (hazard == Hazard.MESH_TLS && problem.object().startsWith("Service "));
            if (hazard != null && !counted) {
                findings.add(Finding.of(hazard, problem));
            }
        }
        new SidecarWork(
                        inventory,
                        settings,
                        findings,
                        translation.table().clusters().keySet())
                .tell(manifests);
        new Leftovers(inventory, findings).tell();
        return new MigrationReport(captures, findings.list());
    }

    private static Told of(Meta meta, Findings findings) {
        return new Told() {
            @Override
            public void reached(String way) {
                // Nothing changes for it.
            }

            @Override
            public void hindered(Hazard hazard, String field, String sentence) {
                findings.add(hazard, meta.id(), field, sentence);
            }
        };
    }
}
