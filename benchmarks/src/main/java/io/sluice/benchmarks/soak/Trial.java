package io.sluice.benchmarks.soak;

import java.util.List;

/** Something that happens in every cluster, and what it may cost. */
sealed interface Trial
        permits ReloadsTrial,
                RestartsTrial,
                KillsTrial,
                RolloutTrial,
                RouterRestartsTrial,
                IdleClosesTrial,
                OverloadTrial {
    /** The word for it on the command line. */
    String word();

    /** What it does instead where what it relies on is taken away; then it must break. */
    String unguarded();

    Result run(Stage stage) throws Exception;

    /**
     * @param remarks figures beside the account, a line each
     * @param passed whether what the trial allows was kept
     */
    record Result(Ledger.Account account, List<String> remarks, boolean passed) {}

    static List<Trial> all() {
        return List.of(
                new ReloadsTrial(),
                new RestartsTrial(),
                new KillsTrial(false),
                new KillsTrial(true),
                new RolloutTrial(),
                new RouterRestartsTrial(),
                new IdleClosesTrial(),
                new OverloadTrial());
    }
}
