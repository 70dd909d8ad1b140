package io.sluice.router.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something that happens when a deadline passes. Its own list node, so arming and cancelling allocate nothing. Confined to
 * its event loop.
 */
public abstract class LoopTimer {
    @Nullable
    LoopTimer previous;

    @Nullable
    LoopTimer next;

    long deadlineTick = UNARMED;

    static final long UNARMED = Long.MIN_VALUE;

    public final boolean armed() {
        return deadlineTick != UNARMED;
    }

    /** The deadline has passed; the timer is no longer armed and may be armed again. */
    protected abstract void expired();
}
