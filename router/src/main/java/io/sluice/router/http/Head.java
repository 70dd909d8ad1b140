package io.sluice.router.http;

/** The head of a message. Confined to its event loop; reused for the next message of the same loop. */
public sealed interface Head permits RequestHead, ResponseHead {
    HeaderBlock fields();
}
