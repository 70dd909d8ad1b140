package io.sluice.conformance.wire;

/** What one side of the router does next. */
sealed interface Step {
    /** Every character is one byte. */
    record Send(String bytes) implements Step {}

    record Sleep(long millis) implements Step {}

    /** Of a client: until so many final answers have arrived. */
    record AwaitAnswers(int count) implements Step {}

    /** Of a backend, first: what it does with a request begins when its head is there, not when it is complete. */
    record AwaitHeaders() implements Step {}

    /** @param reset RST instead of FIN */
    record Close(boolean reset) implements Step {}
}
