package io.sluice.watcher.resource.locality;

import java.util.Map;

/** A place: each part empty if it is not known. */
public record Locality(String region, String zone, String subzone) {
    public static final Locality UNKNOWN = new Locality("", "", "");

    public static final String REGION_LABEL = "topology.kubernetes.io/region";
    public static final String ZONE_LABEL = "topology.kubernetes.io/zone";
    public static final String SUBZONE_LABEL = "topology.istio.io/subzone";

    /** Istio's own label, with dots for slashes; it wins over the topology of the node. */
    private static final String ISTIO_LABEL = "istio-locality";

    /** From {@code region/zone/subzone}, of which the end may be missing. */
    public static Locality parse(String text) {
        String[] parts = text.split("/", 3);
        return new Locality(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    /** As a workload's or a node's labels say. */
    public static Locality of(Map<String, String> labels) {
        String own = labels.get(ISTIO_LABEL);
        if (own != null) {
            return parse(own.indexOf('/') < 0 ? own.replace('.', '/') : own);
        }
        return new Locality(
                labels.getOrDefault(REGION_LABEL, ""),
                labels.getOrDefault(ZONE_LABEL, ""),
                labels.getOrDefault(SUBZONE_LABEL, ""));
    }

    public boolean known() {
        return !equals(UNKNOWN);
    }

    /** Whether it lies in a place of a rule: {@code region}, {@code region/zone/*}, {@code *}. */
    public boolean in(String pattern) {
        Locality wanted = parse(pattern);
        return part(wanted.region, region, false)
                && part(wanted.zone, zone, true)
                && part(wanted.subzone, subzone, true);
    }

    private static boolean part(String wanted, String is, boolean optional) {
        return wanted.equals("*") || (optional && wanted.isEmpty()) || wanted.equals(is);
    }

    @Override
    public String toString() {
        return known() ? region + "/" + zone + "/" + subzone : "";
    }
}
