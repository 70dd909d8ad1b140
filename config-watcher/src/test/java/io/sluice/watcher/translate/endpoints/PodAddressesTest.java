package io.sluice.watcher.translate.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.IpAddress;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a cluster, no slice leads to the router itself, to its replicas, or to what no pod can be (ecosystem.md §8c). */
class PodAddressesTest {
    private static final Settings CLUSTER = Settings.DEFAULT
            .ofCluster()
            .at(Set.of(
                    Objects.requireNonNull(IpAddress.parse("10.0.0.7")),
                    Objects.requireNonNull(IpAddress.parse("fd00::7"))))
            .withFronts(new FrontSettings("sluice", "router"));

    private static PodAddresses addresses(Settings settings) {
        return new PodAddresses(
                new Manifests(
                        List.of(slice("sluice", "router", "10.0.0.8"), slice("other", "router", "10.0.0.9")),
                        List.of()),
                settings);
    }

    private static EndpointSlice slice(String namespace, String service, String address) {
        return new EndpointSlice(
                new Meta(
                        new ObjectId("EndpointSlice", namespace, service + "-abc"),
                        Instant.MIN,
                        Map.of(EndpointSlice.SERVICE_LABEL, service),
                        Map.of(),
                        List.of(),
                        ""),
                service,
                "IPv4",
                List.of(new EndpointSlice.Port("http", 8000)),
                List.of(new EndpointSlice.Endpoint(List.of(address), true, true, false, "", "", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "10.0.0.8", "fd00::7", "FD00:0:0::7", "fd00:0:0:0:0:0:0:7", "::ffff:10.0.0.8"})
    void thisRouterAndItsReplicasAreNeverCalled(String address) {
        assertThat(addresses(CLUSTER).fault(address)).contains("this router's own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "169.254.169.254",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "0:0::1",
                "fe80::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "fd00:ec2::254"
            })
    void norIsWhatNoPodCanBe(String address) {
        assertThat(addresses(CLUSTER).fault(address)).contains("no pod's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.9", "192.168.1.1", "fd00::8", "2001:db8::1", "model.example.com", "7"})
    void othersAre(String address) {
        assertThat(addresses(CLUSTER).fault(address)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.7", "::1"})
    void inADirectoryAllThereIsMayBeThisMachine(String address) {
        assertThat(addresses(Settings.DEFAULT).fault(address)).isNull();
    }
}
