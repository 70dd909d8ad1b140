/**
 * Own cases: manifests in, what becomes of a call out, in this process. Start at {@link
 * io.sluice.conformance.own.OwnCasesTest}; the data is in {@code conformance/own}.
 *
 * <p>A case goes through the real reader, translator and compiler. {@code explained} cases ask the compiled table where a
 * call leads; {@code played} ones call a router that serves it. Between translation and compiler is a seam where {@link
 * io.sluice.conformance.own.Mutations} break a rule, to see that a case notices.
 */
@NullMarked
package io.sluice.conformance.own;

import org.jspecify.annotations.NullMarked;
