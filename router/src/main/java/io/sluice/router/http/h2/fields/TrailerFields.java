package io.sluice.router.http.h2.fields;

import io.sluice.router.http.HeaderBlock;

/** Fields behind a body: no pseudo fields, and none that says where the message ends (RFC 9113 §8.1; RFC 9110 §6.5.1). */
public final class TrailerFields extends FieldRules {
    @Override
    boolean pseudo(HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        return false;
    }

    @Override
    boolean regular(HeaderBlock block, int i) {
        switch (block.field(i)) {
            case CONTENT_LENGTH, HOST, TE, TRAILER -> block.remove(i);
            default -> {}
        }
        return true;
    }
}
