package io.sluice.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.match.HostPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact names, then the longest suffix, then any; without port and case (istio.md §1.3). */
class HostIndexTest {
    private static final HostIndex INDEX = new HostIndex(List.of(
            entry("*", null, "star"),
            entry("*.example.com", null, "wildcard"),
            entry("*.shop.example.com", null, "longer"),
            entry("api.example.com", null, "exact"),
            entry("[::1]", null, "ipv6"),
            entry("10.0.0.1", null, "ipv4"),
            entry("bare", "team-a", "of team-a")));

    private static HostIndex.Entry entry(String pattern, @Nullable String caller, String name) {
        Domain domain = new Domain(HostPattern.of(pattern), caller);
        return new HostIndex.Entry(
                domain, new CompiledHost(new Host(name, List.of(domain), List.of(), false), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, exact",
        "API.Example.COM, exact",
        "api.example.com:8080, exact",
        "api.example.com:, exact",
        "x.example.com, wildcard",
        "a.b.example.com, wildcard",
        "x.shop.example.com:80, longer",
        "example.com, star",
        "api.example.com., star",
        "[::1]:8000, ipv6",
        "[::1], ipv6",
        "10.0.0.1:80, ipv4",
        "'', star",
    })
    void aHostIsFoundByItsMostSpecificName(String host, String expected) {
        assertThat(find(host, null)).isEqualTo(expected);
    }

    @Test
    void aBareNameIsItsNamespacesOwn() {
        assertThat(find("bare", "team-a")).isEqualTo("of team-a");
        assertThat(find("bare", "team-b")).isEqualTo("star");
        assertThat(find("bare", null)).isEqualTo("star");
    }

    private static @Nullable String find(String host, @Nullable String caller) {
        byte[] bytes = Ascii.bytes(host);
        CompiledHost found = INDEX.find(bytes, 0, bytes.length, caller);
        return found == null ? null : found.declared().name();
    }
}
