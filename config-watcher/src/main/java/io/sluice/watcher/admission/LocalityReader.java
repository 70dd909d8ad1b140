package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.resource.locality.LocalityPreference.Distribute;
import io.sluice.watcher.resource.locality.LocalityPreference.Failover;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code localityLbSetting} (istio.md §2.2); of a DestinationRule, or of the mesh. */
final class LocalityReader {
    private LocalityReader() {}

    /** @param ejects whether endpoints can become unhealthy, without which nothing fails over */
    static LocalityPreference read(Reader setting, boolean ejects) {
        LocalityPreference preference = new LocalityPreference(
                setting.bool("enabled", true),
                setting.objects("distribute", LocalityReader::distribute),
                setting.objects("failover", LocalityReader::failover),
                setting.texts("failoverPriority"));
        if (!preference.distribute().isEmpty() && !preference.failover().isEmpty()) {
            throw setting.refused("", "can not simultaneously specify 'distribute' and 'failover'");
        }
        if (!preference.failover().isEmpty()) {
            preference.failoverPriority().forEach(label -> checkLabel(setting, label));
        }
        checkPlaces(
                setting,
                "distribute",
                preference.distribute().stream().map(Distribute::from).toList());
        boolean failsOver = !preference.failover().isEmpty()
                || !preference.failoverPriority().isEmpty();
        if (failsOver && !ejects) {
            setting.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    preference.failover().isEmpty() ? "failoverPriority" : "failover",
                    "outlier detection policy must be provided for failover; endpoints of all places are used alike");
        }
        return preference;
    }

    private static void checkLabel(Reader setting, String label) {
        boolean topology = label.equals(Locality.REGION_LABEL)
                || label.equals(Locality.ZONE_LABEL)
                || label.equals(Locality.SUBZONE_LABEL);
        if (topology) {
            throw setting.refused(
                    "failoverPriority",
                    "can not simultaneously set 'failover' and topology label '" + label + "' in 'failover_priority'");
        }
    }

    private static Distribute distribute(Reader distribute) {
        Map<String, Integer> to = new TreeMap<>();
        distribute.object("to", shares -> {
            shares.names().forEach(place -> to.put(place, shares.integer(place, 0)));
            return to;
        });
        int total = 0;
        for (int share : to.values()) {
            if (share < 1 || share > 100) {
                throw distribute.refused("to", "locality weight must be in range [1, 100]");
            }
            total += share;
        }
        if (total != 100) {
            throw distribute.refused("to", "total locality weight " + total + " != 100");
        }
        checkPlaces(distribute, "to", List.copyOf(to.keySet()));
        return new Distribute(distribute.text("from", ""), to);
    }

    private static Failover failover(Reader failover) {
        String from = failover.text("from", "");
        String to = failover.text("to", "");
        if (from.equals(to)) {
            throw failover.refused("", "locality lb failover settings must specify different regions");
        }
        if (from.contains("/") || to.contains("/")) {
            throw failover.refused("", "locality lb failover only specify region");
        }
        if (from.contains("*") || to.contains("*")) {
            throw failover.refused("", "locality lb failover region should not contain '*' wildcard");
        }
        return new Failover(from, to);
    }

    private static void checkPlaces(Reader of, String field, List<String> places) {
        List<String> before = new ArrayList<>();
        for (String place : places) {
            int star = place.indexOf('*');
            if (star >= 0 && star != place.length() - 1) {
                throw of.refused(
                        field, "locality " + place + " wildcard '*' number can not exceed 1 and must be in the end");
            }
            for (String part : place.split("/", -1)) {
                if (part.isEmpty()) {
                    throw of.refused(field, "locality " + place + " must not contain empty region/zone/subzone info");
                }
            }
            for (String other : before) {
                if (Locality.parse(place).in(other) || Locality.parse(other).in(place)) {
                    throw of.refused(field, "locality " + place + " overlap with previous specified ones");
                }
            }
            before.add(place);
        }
    }
}
