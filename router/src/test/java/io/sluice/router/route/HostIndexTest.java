package io.sluice.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.match.HostPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
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

    @ParameterizedTest
    @CsvSource({
        "10.96.0.10, true",
        "10.96.0.10:8000, true",
        "255.255.255.255, true",
        "[fd00::10]:8000, true",
        "[::ffff:10.96.0.10], true",
        "256.1.1.1, false",
        "0010.1.1.1, false",
        "10.96.0, false",
        "10.96.0.10.1, false",
        "10.96.0.10., false",
        "10..0.10, false",
        "10.96.0.x, false",
        "[fd00::10, false",
        "[], false",
        "[fd00::zz], false",
        "example.com, false",
        "x, false",
        "'', false",
    })
    void anAddressIsNoName(String host, boolean address) {
        Domain literal = Domain.of(new HostPattern.Address());
        HostIndex index = new HostIndex(List.of(new HostIndex.Entry(
                literal, new CompiledHost(new Host("any", List.of(literal), List.of(), false), List.of()))));
        byte[] bytes = Ascii.bytes(host);
        assertThat(index.find(bytes, 0, bytes.length, null) != null).isEqualTo(address);
    }

    @Test
    void aBareNameIsItsNamespacesOwn() {
        assertThat(find("bare", "team-a")).isEqualTo("of team-a");
        assertThat(find("bare", "team-b")).isEqualTo("star");
        assertThat(find("bare", null)).isEqualTo("star");
    }

    /** The specification is a loop: the exact name, else the longest suffix, else any. */
    @Property(tries = 300)
    void theIndexCannotBeToldApartFromTheLoop(
            @ForAll @Size(max = 20) Set<@From("patterns") String> patterns,
            @ForAll @Size(50) List<@From("names") String> names) {
        List<HostIndex.Entry> entries =
                patterns.stream().map(pattern -> entry(pattern, null, pattern)).toList();
        HostIndex index = new HostIndex(entries);
        for (String name : names) {
            byte[] bytes = Ascii.bytes(name);
            CompiledHost found = index.find(bytes, 0, bytes.length, null);
            assertThat(found == null ? null : found.declared().name())
                    .as(name)
                    .isEqualTo(byLoop(patterns, name.toLowerCase(Locale.ROOT)));
        }
    }

    private static @Nullable String byLoop(Set<String> patterns, String name) {
        if (patterns.contains(name)) {
            return name;
        }
        return patterns.stream()
                .filter(pattern -> pattern.startsWith("*.")
                        && name.endsWith(pattern.substring(1))
                        && name.length() >= pattern.length())
                .max(Comparator.comparingInt(String::length))
                .orElse(patterns.contains("*") ? "*" : null);
    }

    /** Few letters, so that endings are shared. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars('a', 'b', 'B', '.')
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> lower = names().map(name -> name.toLowerCase(Locale.ROOT));
        return Arbitraries.oneOf(lower, lower.map(name -> "*." + name), Arbitraries.just("*"));
    }

    private static @Nullable String find(String host, @Nullable String caller) {
        byte[] bytes = Ascii.bytes(host);
        CompiledHost found = INDEX.find(bytes, 0, bytes.length, caller);
        return found == null ? null : found.declared().name();
    }
}
