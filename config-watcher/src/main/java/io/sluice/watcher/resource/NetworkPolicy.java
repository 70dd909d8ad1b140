package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;

/**
 * A Kubernetes NetworkPolicy, as far as it says who may reach pods: read to know whether a model can be called past this router.
 *
 * @param pods of its namespace that it is about
 * @param ingress whether it says anything about who may reach them
 * @param rules one that fits is enough; none lets nobody in
 */
public record NetworkPolicy(Meta meta, Selector pods, boolean ingress, List<Rule> rules) implements Resource {
    public NetworkPolicy {
        rules = List.copyOf(rules);
    }

    /** Whether some of its rules let a pod reach a port. */
    public boolean admits(Source source, int port) {
        return rules.stream()
                .anyMatch(rule -> (rule.from().isEmpty()
                                || rule.from().stream().anyMatch(peer -> peer.fits(source, meta.namespace())))
                        && (rule.ports().isEmpty() || rule.ports().stream().anyMatch(range -> range.has(port))));
    }

    /** A pod that may want to call. */
    public record Source(String namespace, Map<String, String> namespaceLabels, Map<String, String> labels) {
        public Source {
            namespaceLabels = Map.copyOf(namespaceLabels);
            labels = Map.copyOf(labels);
        }
    }

    /** @param from empty = everybody */
    public record Rule(List<Peer> from, List<PortRange> ports) {
        public Rule {
            from = List.copyOf(from);
            ports = List.copyOf(ports);
        }
    }

    /** Who is meant. */
    public sealed interface Peer {
        boolean fits(Source source, String ownNamespace);

        /** Addresses: whose they are nobody says, so a pod may have one of them. */
        record Addresses() implements Peer {
            @Override
            public boolean fits(Source source, String ownNamespace) {
                return true;
            }
        }

        /**
         * @param anywhere whether namespaces are chosen by {@code namespaces}; else it is the policy's own alone
         */
        record Pods(boolean anywhere, Selector namespaces, Selector labels) implements Peer {
            @Override
            public boolean fits(Source source, String ownNamespace) {
                boolean near = anywhere
                        ? namespaces.fits(source.namespaceLabels())
                        : source.namespace().equals(ownNamespace);
                return near && labels.fits(source.labels());
            }
        }
    }

    /** Both ends belong to it; a port by name may be any. */
    public record PortRange(int first, int last) {
        public static final PortRange ANY = new PortRange(1, 65535);

        boolean has(int port) {
            return first <= port && port <= last;
        }
    }

    /** A label selector: all of it must hold; an empty one holds. */
    public record Selector(Map<String, String> labels, List<Requirement> requirements) {
        public Selector {
            labels = Map.copyOf(labels);
            requirements = List.copyOf(requirements);
        }

        public boolean fits(Map<String, String> of) {
            return of.entrySet().containsAll(labels.entrySet())
                    && requirements.stream().allMatch(requirement -> requirement.fits(of));
        }
    }

    /** {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}. */
    public record Requirement(String key, String operator, List<String> values) {
        public Requirement {
            values = List.copyOf(values);
        }

        boolean fits(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                default -> value == null;
            };
        }
    }
}
