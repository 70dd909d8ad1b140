package io.sluice.watcher.translate.istio.credential;

/** Something that was named is not there; the problem has been told. */
final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing() {
        super("told", null, false, false);
    }
}
