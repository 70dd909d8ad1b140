package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Pod;
import java.util.ArrayList;
import java.util.List;

/** Reads a Pod: where it is, and what runs in it. */
final class PodReader {
    private PodReader() {}

    static Pod read(Meta meta, Reader root) {
        List<String> addresses = addresses(root);
        Reader spec = root.object("spec");
        if (spec == null) {
            return new Pod(meta, addresses, List.of(), "");
        }
        List<Pod.Container> containers = containers(spec);
        String account = spec.text("serviceAccountName", "");
        spec.passOverOthers();
        return new Pod(meta, addresses, containers, account);
    }

    private static List<String> addresses(Reader root) {
        List<String> addresses = new ArrayList<>();
        Reader status = root.object("status");
        if (status != null) {
            String first = status.text("podIP");
            if (first != null) {
                addresses.add(first);
            }
            for (String address : status.objects("podIPs", entry -> entry.text("ip", ""))) {
                if (!addresses.contains(address)) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private static List<Pod.Container> containers(Reader spec) {
        return spec.objects("containers", container -> {
            container.passOverOthers();
            return new Pod.Container(container.text("name", ""), container.text("image", ""));
        });
    }
}
