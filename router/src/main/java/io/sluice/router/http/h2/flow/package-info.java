/**
 * The ledgers of flow control (RFC 9113 §6.9): what the peer lets us send ({@link io.sluice.router.http.h2.flow.SendWindow}), what
 * we let the peer send ({@link io.sluice.router.http.h2.flow.ReceiveWindow}), and what has come and cannot move on ({@link
 * io.sluice.router.http.h2.flow.HeldLedger}). Numbers only.
 */
@NullMarked
package io.sluice.router.http.h2.flow;

import org.jspecify.annotations.NullMarked;
