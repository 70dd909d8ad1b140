package io.sluice.router.log;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.AccessLog;

/** The access log of one event loop: which exchanges are told, and their lines. Confined to it, but for what it counts. */
public final class LoopLog {
    private static final int MILLION = 1_000_000;

    private final LogLayout layout;
    private final LineRing ring;
    private final boolean everything;
    private final int sharePerMillion;
    private final HeaderBlock line = new HeaderBlock();

    /** By turns and not by chance: drawing here would change what routes draw. */
    private int share;

    private volatile long dropped;

    LoopLog(AccessLog log, LineRing ring) {
        this.ring = ring;
        layout = LogLayout.of(log.layout());
        everything = log.everything();
        sharePerMillion = log.sharePerMillion();
    }

    /** Whether lines show fields of answers, which have to be kept for that. */
    public boolean showsResponses() {
        return layout.showsResponses();
    }

    /** @param error an exchange that ended badly is told in any case */
    public boolean wants(boolean error) {
        if (everything || error) {
            return true;
        }
        share += sharePerMillion;
        if (share < MILLION) {
            return false;
        }
        share -= MILLION;
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // its loop alone counts
    public void write(StreamInfo exchange) {
        line.clear();
        layout.append(line, exchange);
        line.append('\n');
        if (!ring.offer(line.bytes(), line.length())) {
            dropped++;
        }
    }

    long dropped() {
        return dropped;
    }
}
