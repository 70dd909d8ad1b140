package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.upstream.dns.AddressRule;
import io.sluice.router.upstream.dns.NameResolution;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names against a name server on loopback. */
@Timeout(30)
class NameResolutionTest {
    @Test
    void aNameStandsForItsAddressesBeforeAnybodyIsRoutedThere() throws Exception {
        try (NameServer server = new NameServer();
                NameResolution names = new NameResolution(List.of(server.address()), AddressRule.ANYWHERE)) {
            server.say("model.example.com", 300, "10.0.0.2", "10.0.0.1");
            names.follow(Set.of("model.example.com"), () -> {});
            assertThat(names.addresses("model.example.com")).containsExactly("10.0.0.1", "10.0.0.2");
            assertThat(names.addresses("10.9.9.9")).containsExactly("10.9.9.9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "169.254.169.254",
                "0.0.0.0",
                "224.0.0.1",
                "::1",
                "fe80::1",
                "fd00:ec2::254",
                "10.96.0.1"
            })
    void inAClusterANameLeadsNobodyToThisMachineTheMetadataOrTheApiServer(String address) throws Exception {
        AddressRule rule = AddressRule.ofOthers(Set.of(InetAddress.getByName("10.96.0.1")));
        assertThat(rule.allows(InetAddress.getByName(address))).isFalse();
        assertThat(AddressRule.ANYWHERE.allows(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void whatANameMayNotStandForIsLeftOutOfItsAddresses() throws Exception {
        AddressRule rule = AddressRule.ofOthers(Set.of());
        try (NameServer server = new NameServer();
                NameResolution names = new NameResolution(List.of(server.address()), rule)) {
            server.say("model.example.com", 300, "127.0.0.1", "203.0.113.7", "169.254.169.254");
            server.say("inside.example.com", 300, "127.0.0.1");
            names.follow(Set.of("model.example.com", "inside.example.com"), () -> {});
            assertThat(names.addresses("model.example.com")).containsExactly("203.0.113.7");
            assertThat(names.addresses("inside.example.com")).isEmpty();
        }
    }

    @Test
    void whenItsTimeIsOverItIsAskedForAgain() throws Exception {
        try (NameServer server = new NameServer();
                NameResolution names = new NameResolution(List.of(server.address()), AddressRule.ANYWHERE)) {
            server.say("model.example.com", 1, "10.0.0.1");
            CountDownLatch changes = new CountDownLatch(2);
            names.follow(Set.of("model.example.com"), changes::countDown);
            server.say("model.example.com", 300, "10.0.0.7");
            assertThat(changes.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(names.addresses("model.example.com")).containsExactly("10.0.0.7");
        }
    }

    @Test
    void whatWasKnownStaysWhenTheNameVanishes() throws Exception {
        try (NameServer server = new NameServer();
                NameResolution names = new NameResolution(List.of(server.address()), AddressRule.ANYWHERE)) {
            server.say("model.example.com", 1, "10.0.0.1");
            names.follow(Set.of("model.example.com", "none.example.com"), () -> {});
            assertThat(names.addresses("none.example.com")).isEmpty();
            server.awaitQuestion("model.example.com");

            server.forget("model.example.com");
            server.awaitQuestion("model.example.com");
            // Answers arrive in order: once this one is known, so is it that the name has gone.
            server.say("other.example.com", 300, "10.0.0.9");
            names.follow(Set.of("model.example.com", "other.example.com"), () -> {});
            assertThat(names.addresses("other.example.com")).containsExactly("10.0.0.9");
            assertThat(names.addresses("model.example.com")).containsExactly("10.0.0.1");
        }
    }
}
