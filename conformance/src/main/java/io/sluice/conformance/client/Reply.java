package io.sluice.conformance.client;

import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response as it grows: whatever ends it, what had come until then is observed. Confined to the client's thread. */
final class Reply {
    @Nullable
    Integer status;

    @Nullable
    String error;

    final List<Integer> interim = new ArrayList<>();
    Framing framing = Framing.NONE;
    Headers headers = Headers.NONE;
    byte[] body = new byte[0];
    Headers trailers = Headers.NONE;
    boolean complete;

    boolean over() {
        return complete || error != null;
    }

    Response response() {
        return new Response(status, error, interim, framing, complete, headers, Body.of(body), trailers);
    }
}
