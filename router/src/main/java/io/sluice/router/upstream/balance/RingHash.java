package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A ring on which each endpoint stands many times, by its weight; a key belongs to the first place at or behind it. Places
 * are where Envoy's ring has them (xxHash64 of {@code address:port_i}), so keys keep their endpoints when Envoy goes. Immutable.
 */
final class RingHash implements Balancer {
    private static final double MOST_PLACES = 8 * 1024 * 1024;

    private final long[] places;
    private final int[] owners;

    private record Place(long hash, int owner) {}

    RingHash(long minimumSize, Candidate[] candidates, double[] weights) {
        List<Place> ring = new ArrayList<>();
        double scale = scale(minimumSize, weights);
        double total = sum(weights);
        double wanted = 0;
        for (int owner = 0; owner < candidates.length; owner++) {
            // A running sum, so that rounding never costs the ring a place.
            wanted += scale * weights[owner] / total;
            String name = candidates[owner].hashName() + "_";
            for (int i = 0; ring.size() < wanted; i++) {
                byte[] place = (name + i).getBytes(StandardCharsets.US_ASCII);
                ring.add(new Place(XxHash64.of(place, 0, place.length, 0), owner));
            }
        }
        ring.sort(Comparator.comparing(Place::hash, Long::compareUnsigned));
        places = ring.stream().mapToLong(Place::hash).toArray();
        owners = ring.stream().mapToInt(Place::owner).toArray();
    }

    /** Places in all: enough for the lightest endpoint to have a whole number of them. */
    private static double scale(long minimumSize, double[] weights) {
        double total = sum(weights);
        double least = Double.MAX_VALUE;
        for (double weight : weights) {
            least = Math.min(least, weight / total);
        }
        return Math.min(Math.ceil(least * minimumSize) / least, MOST_PLACES);
    }

    private static double sum(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        return total;
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        return owners[(firstAtOrBehind(key) + again) % owners.length];
    }

    private int firstAtOrBehind(long key) {
        int low = 0;
        int high = places.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(places[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == places.length ? 0 : low;
    }
}
