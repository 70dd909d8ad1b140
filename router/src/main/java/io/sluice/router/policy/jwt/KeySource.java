package io.sluice.router.policy.jwt;

/** Where an issuer's keys are. Asked on event loops: it never waits. */
interface KeySource {

    /** Those known now; the same object until they change. */
    KeySet keys();

    /** A token names a key that is not among them: perhaps they have changed. */
    void missed();

    /** Keys that stand in the manifest. */
    record Inline(KeySet keys) implements KeySource {
        @Override
        public void missed() {}
    }
}
