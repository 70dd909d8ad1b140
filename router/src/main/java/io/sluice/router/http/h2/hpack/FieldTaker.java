package io.sluice.router.http.h2.hpack;

import io.sluice.router.http.HeaderBlock;

/** Who is told the fields of a block, one after another. */
public interface FieldTaker {

    /**
     * A field that stands at the end of {@code block}'s array, in wire form, and is not indexed there yet. Whoever does not
     * want it there truncates the block.
     *
     * @param neverIndexed it must be sent on in the same way (RFC 7541 §6.2.3)
     */
    void field(HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd, boolean neverIndexed);
}
