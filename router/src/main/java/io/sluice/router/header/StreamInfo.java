package io.sluice.router.header;

import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.Format.Attribute;
import org.jspecify.annotations.Nullable;

/** What a header's value may be made of, or a line of an access log. Confined to its event loop. */
public interface StreamInfo {

    /** As it stands now: before the rewrite for changes to the request, after it for changes to the response. */
    RequestHead request();

    /**
     * The answer's fields; null = there is none, or not yet.
     *
     * @param changed what is being changed
     */
    @Nullable
    HeaderBlock response(HeaderBlock changed);

    /** Whether the client has come with a certificate that was verified. */
    default boolean mutualTls() {
        return false;
    }

    /** Milliseconds since 1970. */
    long startMillis();

    /** Appends an attribute to the value that {@code target} is at; nothing if there is none. */
    void append(Attribute attribute, HeaderBlock target);
}
