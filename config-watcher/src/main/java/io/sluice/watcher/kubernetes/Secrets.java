package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The Secrets of the gateway's namespace: all of them; or, where a role does not allow that, those alone that Gateways and DestinationRules
 * name, one by one, for which a role can be given ({@code resourceNames}). Confined to its source's thread.
 */
final class Secrets {
    /** Beside a certificate, whom to believe; it need not be there (istio.md §3.2). */
    private static final String AUTHORITIES = "-cacert";

    private static final String NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    private final Reflection all;
    private final Function<String, Reflection> byName;
    private final SortedMap<String, Reflection> named = new TreeMap<>();
    private Set<String> ofListeners = Set.of();

    /** @param byName makes a reflection of one Secret */
    Secrets(Reflection all, Function<String, Reflection> byName) {
        this.all = all;
        this.byName = byName;
    }

    /** That there is nothing from before this process to wait with. */
    void remember() {
        all.remember(List.of());
    }

    void list() {
        all.list();
    }

    /** Whose Secrets are wanted now. */
    void follow(Collection<Document> gateways, Collection<Document> rules) {
        Set<String> wanted = new TreeSet<>();
        ofListeners = names(gateways);
        if (all.standing() instanceof Standing.Forbidden) {
            wanted.addAll(ofListeners);
            wanted.addAll(names(rules));
            List.copyOf(wanted).forEach(name -> wanted.add(name + AUTHORITIES));
        }
        named.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (String name : wanted) {
            if (!named.containsKey(name)) {
                Reflection one = byName.apply(name);
                List<ObjectNode> known = known(name);
                if (!known.isEmpty()) {
                    one.remember(known);
                }
                named.put(name, one);
                one.list();
            }
        }
    }

    /** From when they could still be listed. */
    private List<ObjectNode> known(String name) {
        List<ObjectNode> known = new ArrayList<>();
        for (Document document : all.objects()) {
            if (document.content() instanceof ObjectNode object
                    && object.path("metadata").path("name").asText().equals(name)) {
                known.add(object);
            }
        }
        return known;
    }

    private static Set<String> names(Collection<Document> documents) {
        Set<String> names = new TreeSet<>();
        for (Document document : documents) {
            JsonNode spec = document.content().path("spec");
            names.addAll(spec.findValuesAsText("credentialName"));
            names.addAll(spec.findValuesAsText("caCertCredentialName"));
            spec.findValues("credentialNames").forEach(list -> list.forEach(name -> names.add(name.asText())));
        }
        names.removeIf(name -> !name.matches(NAME));
        return names;
    }

    /** Those that count. One that need not be there, and may not be read, is as good as not there. */
    List<Reflection> reflections() {
        if (!(all.standing() instanceof Standing.Forbidden)) {
            return List.of(all);
        }
        return named.entrySet().stream()
                .filter(entry -> !(entry.getKey().endsWith(AUTHORITIES)
                        && entry.getValue().standing() instanceof Standing.Forbidden))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether a Gateway cannot show who the router is without it. */
    boolean needed(Reflection reflection) {
        return ofListeners.stream().anyMatch(name -> named.get(name) == reflection);
    }

    void close() {
        all.close();
        named.values().forEach(Reflection::close);
    }
}
