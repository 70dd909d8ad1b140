package io.sluice.router.loop;

/**
 * Random numbers of one event loop: SplitMix64, a handful of instructions a draw. Good enough for splits, balancing and
 * request ids; never for secrets. Confined to its event loop.
 */
public final class LoopRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int MILLION = 1_000_000;
    private long state;

    public LoopRandom(long seed) {
        state = seed;
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** True for that many of a million calls; draws nothing where the answer is certain. */
    public boolean chance(int perMillion) {
        return perMillion >= MILLION || (perMillion > 0 && nextInt(MILLION) < perMillion);
    }

    /** Uniform in 0 … bound − 1, by multiplication; the bias is below bound / 2^32. */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }
}
