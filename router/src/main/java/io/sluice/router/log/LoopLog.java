package io.sluice.router.log;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.loop.Turns;
import io.sluice.table.policy.AccessLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The access log of one event loop: which exchanges are told, and their lines. Confined to it, but for what it counts. */
public final class LoopLog {
    private final Target[] targets;
    private final @Nullable Usual usual;
    private final HeaderBlock line = new HeaderBlock();
    private final HeaderBlock scratch = new HeaderBlock();
    private volatile long dropped;

    /**
     * What is done where no manifest says otherwise: lines go to the first target.
     *
     * @param others share of exchanges that are no errors
     */
    private record Usual(boolean everything, Turns others) {}

    /**
     * @param file its number: an exchange is told once in each file
     */
    record Target(LogLayout layout, LineRing ring, int file) {}

    /** @param usual null = what no manifest asks for is not told */
    LoopLog(List<Target> targets, @Nullable AccessLog usual) {
        this.targets = targets.toArray(Target[]::new);
        this.usual = usual == null ? null : new Usual(usual.everything(), new Turns(usual.sharePerMillion(), 1));
    }

    /** Whether usual lines show fields of answers, which have to be kept for that. */
    public boolean showsResponses() {
        return usual != null && targets[0].layout().showsResponses();
    }

    /**
     * Writes what is to be written of an exchange.
     *
     * @param rules null = as the router was started
     * @param error an exchange that ended badly is told in any usual case
     * @param files in which it stands already, a bit each
     * @return in which it stands now
     */
    public long tell(StreamInfo exchange, LogRule @Nullable [] rules, boolean error, long files) {
        if (rules == null) {
            boolean wanted = usual != null
                    && (usual.everything() || error || usual.others().take(0));
            return wanted ? write(exchange, 0, files) : files;
        }
        long told = files;
        for (LogRule rule : rules) {
            LineCondition condition = rule.condition();
            if (condition == null || condition.holds(exchange, scratch)) {
                told = write(exchange, rule.layout(), told);
            }
        }
        return told;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // its loop alone counts
    private long write(StreamInfo exchange, int layout, long files) {
        Target target = targets[layout];
        long bit = 1L << target.file();
        if ((files & bit) == 0) {
            line.clear();
            target.layout().append(line, exchange);
            line.append('\n');
            if (!target.ring().offer(line.bytes(), line.length())) {
                dropped++;
            }
        }
        return files | bit;
    }

    long dropped() {
        return dropped;
    }
}
