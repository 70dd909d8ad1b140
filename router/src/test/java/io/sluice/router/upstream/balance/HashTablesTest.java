package io.sluice.router.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rings and Maglev tables against what they promise, and against what Envoy did. */
class HashTablesTest {
    private static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return XxHash64.of(bytes, 0, bytes.length, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "abcdefghijklmnopqrstuvwxyz, cfe1f278fa89835c",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, aaa46907d3047814",
    })
    void theHashIsTheOneOfItsSpecification(String text, String hash) {
        assertThat(Long.toHexString(hash(text))).isEqualTo(hash);
    }

    /** Four endpoints, 127.0.0.11 … 14, port 9001; keys and answers as recorded (balance, destination, retry). */
    @ParameterizedTest
    @CsvSource({
        "ring, 1024, abc, 2",
        "ring, 1024, one, 1",
        "ring, 1024, '', 0",
        "ring, 1024, 1, 2",
        "ring, 1024, 192.0.2.7, 2",
        "ring, 1024, alice, 0",
        "ring, 1024, bob, 0",
        "ring, 1024, 127.0.0.2, 1",
        "ring, 1024, 127.0.0.77, 1",
        "ring, 4, one, 1",
        "ring, 8192, one, 0",
        "maglev, 131, one, 0",
    })
    void keysGoWhereEnvoySendsThem(String kind, int size, String key, int endpoint) {
        Balancer table = kind.equals("ring")
                ? new RingHash(size, Crowd.of(4), Crowd.equal(4))
                : new Maglev(size, Crowd.of(4), Crowd.equal(4));
        assertThat(table.pick(Crowd.LOOP, hash(key), 0)).isEqualTo(endpoint);
    }

    /** The obvious ring: every place looked at, the nearest at or behind the key taken, counted round. */
    @Property(tries = 50)
    void aRingEqualsTheObviousOne(
            @ForAll @IntRange(min = 1, max = 6) int endpoints,
            @ForAll @LongRange(min = 1, max = 300) long size,
            @ForAll List<Long> keys) {
        Candidate[] candidates = Crowd.of(endpoints);
        RingHash ring = new RingHash(size, candidates, Crowd.equal(endpoints));
        long each = (long) Math.ceil((double) size / endpoints);
        for (long key : keys) {
            int nearest = -1;
            long distance = -1;
            for (int owner = 0; owner < endpoints; owner++) {
                for (long i = 0; i < each; i++) {
                    long away = hash(candidates[owner].hashName() + "_" + i) - key;
                    if (nearest < 0 || Long.compareUnsigned(away, distance) < 0) {
                        nearest = owner;
                        distance = away;
                    }
                }
            }
            assertThat(ring.pick(Crowd.LOOP, key, 0)).isEqualTo(nearest);
        }
    }

    @Property(tries = 20)
    void whenAnEndpointGoesTheKeysOfOthersStayOnARing(@ForAll @IntRange(max = 4) int gone) {
        Candidate[] before = Crowd.of(5);
        List<Candidate> left = new ArrayList<>(Arrays.asList(before));
        left.remove(gone);
        Candidate[] after = left.toArray(Candidate[]::new);
        RingHash ring = new RingHash(1000, before, Crowd.equal(5));
        RingHash smaller = new RingHash(800, after, Crowd.equal(4));
        for (int key = 0; key < 500; key++) {
            Candidate owner = before[ring.pick(Crowd.LOOP, hash("k" + key), 0)];
            if (!owner.equals(before[gone])) {
                assertThat(after[smaller.pick(Crowd.LOOP, hash("k" + key), 0)]).isEqualTo(owner);
            }
        }
    }

    @Property(tries = 20)
    void whenAnEndpointGoesFewKeysOfOthersMoveInAMaglevTable(@ForAll @IntRange(max = 4) int gone) {
        Candidate[] before = Crowd.of(5);
        List<Candidate> left = new ArrayList<>(Arrays.asList(before));
        left.remove(gone);
        Candidate[] after = left.toArray(Candidate[]::new);
        Maglev table = new Maglev(65537, before, Crowd.equal(5));
        Maglev smaller = new Maglev(65537, after, Crowd.equal(4));
        int moved = 0;
        for (int key = 0; key < 1000; key++) {
            Candidate owner = before[table.pick(Crowd.LOOP, hash("k" + key), 0)];
            Candidate now = after[smaller.pick(Crowd.LOOP, hash("k" + key), 0)];
            if (!owner.equals(before[gone]) && !now.equals(owner)) {
                moved++;
            }
        }
        assertThat(moved).isLessThan(100);
    }

    @ParameterizedTest
    @CsvSource({"ring, 1024", "maglev, 1009"})
    void placesAreTakenByWeight(String kind, int size) {
        double[] weights = {1, 2, 5};
        Balancer table =
                kind.equals("ring") ? new RingHash(size, Crowd.of(3), weights) : new Maglev(size, Crowd.of(3), weights);
        int[] counts = Crowd.counts(table, 3, 80_000);
        assertThat(counts[0]).isBetween(7_000, 13_000);
        assertThat(counts[1]).isBetween(16_000, 24_000);
        assertThat(counts[2]).isBetween(44_000, 56_000);
    }

    @ParameterizedTest
    @CsvSource({"ring", "maglev"})
    void whoIsToAvoidAnEndpointIsGivenAnother(String kind) {
        Balancer table = kind.equals("ring")
                ? new RingHash(1024, Crowd.of(2), Crowd.equal(2))
                : new Maglev(131, Crowd.of(2), Crowd.equal(2));
        for (int key = 0; key < 50; key++) {
            int[] seen = new int[2];
            for (int again = 0; again < 12; again++) {
                seen[table.pick(Crowd.LOOP, hash("k" + key), again)]++;
            }
            assertThat(seen).doesNotContain(0);
        }
    }
}
