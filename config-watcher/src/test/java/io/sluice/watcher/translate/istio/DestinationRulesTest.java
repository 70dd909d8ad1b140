package io.sluice.watcher.translate.istio;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.policy.HashKey;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.LoadBalancer;
import io.sluice.watcher.resource.DestinationRule.Protocol;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule applies, and which of its levels (istio.md §2.1; istio-recorded.md §11). */
class DestinationRulesTest {
    private static final Map<String, String> GATEWAY = Map.of("istio", "ingressgateway");
    private static final String HOST = "model.shop.svc.cluster.local";

    private final List<DestinationRule> rules = new ArrayList<>();

    /** A rule whose one subset has its name; younger than those before. */
    private void rule(
            String namespace, String name, String host, List<String> exportTo, @Nullable Map<String, String> selector) {
        Meta meta = new Meta(
                new ObjectId("DestinationRule", namespace, name),
                Instant.EPOCH.plusSeconds(rules.size()),
                Map.of(),
                Map.of(),
                List.of(),
                "");
        rules.add(new DestinationRule(meta, host, exportTo, selector, null, List.of(new Subset(name, Map.of(), null))));
    }

    private List<String> subsets(String clientNamespace, @Nullable Map<String, String> labels) {
        return new DestinationRules(rules, Settings.DEFAULT)
                .of(HOST, new Client(clientNamespace, labels), "shop").subsets().stream()
                        .map(Subset::name)
                        .toList();
    }

    /** Rules as {@code namespace host exportTo}, parted by {@code |}; the applied one by its place, from 1. */
    @ParameterizedTest
    @CsvSource({
        "entry, 'shop model *', 1",
        "entry, 'shop model.shop.svc.cluster.local *', 1",
        "entry, 'shop model * | entry model.shop.svc.cluster.local *', 2",
        "entry, 'shop model * | istio-system model.shop.svc.cluster.local *', 1",
        "entry, 'istio-system model.shop.svc.cluster.local *', 1",
        "entry, 'team model.shop.svc.cluster.local *', 0",
        "entry, 'entry model *', 0",
        "entry, 'shop model . | istio-system model.shop.svc.cluster.local *', 2",
        "entry, 'shop model shop', 0",
        "entry, 'shop model entry', 1",
        "entry, 'shop model team', 0",
        "entry, 'entry model.shop.svc.cluster.local .', 1",
        "entry, 'shop *.shop.svc.cluster.local *', 1",
        "entry, 'shop *.shop.svc.cluster.local * | shop model *', 2",
        "entry, 'shop *.svc.cluster.local * | shop *.shop.svc.cluster.local *', 2",
        "entry, 'shop *.local * | shop * *', 1",
        "entry, 'shop * *', 1",
        "entry, 'shop *.shop.svc.cluster.local * | istio-system model.shop.svc.cluster.local *', 1",
        // The most specific host counts, even where it is not exported.
        "entry, 'shop * * | shop model team | istio-system model.shop.svc.cluster.local *', 3",
        "istio-system, 'istio-system model.shop.svc.cluster.local * | shop model *', 2",
        "istio-system, 'istio-system model.shop.svc.cluster.local . | shop model *', 1",
        "shop, 'shop model .', 1",
    })
    void theRuleOfTheClientElseOfTheServiceElseOfTheRoot(String client, String declared, int applied) {
        String[] all = declared.split(" \\| ", -1);
        for (int i = 0; i < all.length; i++) {
            String[] words = all[i].split(" ", -1);
            rule(words[0], String.valueOf(i + 1), words[1], List.of(words[2]), null);
        }
        assertThat(subsets(client, GATEWAY)).isEqualTo(applied == 0 ? List.of() : List.of(String.valueOf(applied)));
    }

    @Test
    void rulesOfOneHostAreMergedOldestFirst() {
        rule("shop", "older", "model", List.of(), null);
        rule("shop", "younger", HOST, List.of(), null);
        assertThat(subsets("entry", GATEWAY)).containsExactly("older", "younger");
    }

    @Test
    void theFirstPolicyThatIsThereWinsWhole() {
        TrafficPolicy policy =
                new TrafficPolicy(null, new Connections(ConnectionPool.DEFAULT, Protocol.OF_PORT), null, Map.of());
        MergedRule merged = new MergedRule(java.util.Set.of(), null, null, List.of())
                .with(new MergedRule(java.util.Set.of(), null, policy, List.of()))
                .with(new MergedRule(java.util.Set.of(), null, null, List.of()));
        assertThat(merged.policy()).isEqualTo(policy);
    }

    @Test
    void ofASubsetInTwoRulesTheFirstCounts() {
        MergedRule merged = new MergedRule(
                        java.util.Set.of(), null, null, List.of(new Subset("s", Map.of("v", "1"), null)))
                .with(new MergedRule(java.util.Set.of(), null, null, List.of(new Subset("s", Map.of("v", "2"), null))));
        assertThat(merged.subsets()).containsExactly(new Subset("s", Map.of("v", "1"), null));
    }

    @Test
    void rulesWithAnotherExportToAreKeptApartAndTheYoungestIsUsed() {
        rule("shop", "early", "model", List.of(), null);
        rule("shop", "later", "model", List.of("."), null);
        assertThat(subsets("shop", GATEWAY)).containsExactly("later");
        assertThat(subsets("entry", GATEWAY)).containsExactly("early");
    }

    @Test
    void aRuleThatSelectsTheGatewayStandsAloneAndOneForOthersIsNotThere() {
        rule("shop", "for-nobody", "model", List.of(), Map.of("istio", "nobody"));
        rule("shop", "for-all", "model", List.of(), null);
        rule("shop", "for-gateways", "model", List.of(), GATEWAY);
        assertThat(subsets("shop", GATEWAY)).containsExactly("for-gateways");
        assertThat(subsets("shop", null)).containsExactly("for-all");
        assertThat(subsets("entry", GATEWAY)).containsExactly("for-all");
    }

    private static TrafficPolicy hashed(String header, Map<Integer, TrafficPolicy> ports) {
        return new TrafficPolicy(balancer(header), null, null, ports);
    }

    private static LoadBalancer balancer(String header) {
        return new LoadBalancer(
                new LoadBalancing.ConsistentHash(LoadBalancing.HashTable.Ring.DEFAULT),
                List.of(new HashKey.Header(header)),
                null);
    }

    /** Keys of rule, port, subset and the subset's port; the destination names its port or does not. */
    @ParameterizedTest
    @CsvSource({
        "plain, true, port",
        "plain, false, top",
        "hash, true, sub",
        "hash, false, sub",
        "own, true, own",
        "own, false, top",
    })
    void keysAreThoseOfTheNarrowestLevel(String subset, boolean portNamed, String key) {
        TrafficPolicy top = hashed("top", Map.of(8001, hashed("port", Map.of())));
        MergedRule rule = new MergedRule(
                java.util.Set.of(),
                null,
                top,
                List.of(
                        new Subset("plain", Map.of(), null),
                        new Subset("hash", Map.of(), hashed("sub", Map.of())),
                        new Subset(
                                "own",
                                Map.of(),
                                new TrafficPolicy(null, null, null, Map.of(8001, hashed("own", Map.of()))))));
        assertThat(rule.hashKeys(rule.subset(subset), portNamed ? 8001 : null))
                .containsExactly(new HashKey.Header(key));
    }

    @Test
    void aPortsEntryReplacesItsLevelAndASubsetsBlocksReplaceOneByOne() {
        Connections connections = new Connections(ConnectionPool.DEFAULT, Protocol.OF_PORT);
        TrafficPolicy top = new TrafficPolicy(
                balancer("top"),
                connections,
                null,
                Map.of(8001, new TrafficPolicy(balancer("port"), null, null, Map.of())));
        assertThat(TrafficPolicies.resolve(top, null, 8001).connections()).isNull();
        assertThat(TrafficPolicies.resolve(top, null, 8000).connections()).isEqualTo(connections);
        TrafficPolicy subset = new TrafficPolicy(balancer("sub"), null, null, Map.of());
        TrafficPolicy both = TrafficPolicies.resolve(top, subset, 8000);
        assertThat(both.connections()).isEqualTo(connections);
        assertThat(both.loadBalancer()).isEqualTo(balancer("sub"));
        TrafficPolicy withPort = new TrafficPolicy(null, null, null, Map.of(8000, subset));
        assertThat(TrafficPolicies.resolve(top, withPort, 8000).connections()).isNull();
    }
}
