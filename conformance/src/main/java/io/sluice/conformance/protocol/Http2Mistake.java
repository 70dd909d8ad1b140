package io.sluice.conformance.protocol;

import java.io.IOException;

/** The peer does not speak HTTP/2. */
public final class Http2Mistake extends IOException {
    private static final long serialVersionUID = 1L;

    Http2Mistake(String mistake) {
        super(mistake);
    }
}
