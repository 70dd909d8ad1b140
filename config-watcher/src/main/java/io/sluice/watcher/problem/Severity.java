package io.sluice.watcher.problem;

/** How bad a problem is. */
public enum Severity {
    /** Something that was asked for is refused, or does not work. */
    ERROR,
    /** It works, but not as the author may think. */
    WARNING,
    /** Worth knowing. */
    NOTICE
}
