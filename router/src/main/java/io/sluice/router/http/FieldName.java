package io.sluice.router.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields that the router itself looks at. Every other is {@link #OTHER} and passes as it is. */
@SuppressWarnings("ImmutableEnumChecker") // the names are arrays, made once and never written to
public enum FieldName {
    OTHER,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD,
    AUTHORIZATION,
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    DATE,
    EXPECT,
    GRPC_MESSAGE,
    GRPC_STATUS,
    GRPC_TIMEOUT,
    HOST,
    HTTP2_SETTINGS,
    KEEP_ALIVE,
    LOCATION,
    ORIGIN,
    PROXY_CONNECTION,
    SERVER,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    X_ENVOY_ATTEMPT_COUNT,
    X_ENVOY_DECORATOR_OPERATION,
    X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER,
    X_ENVOY_DOWNSTREAM_SERVICE_NODE,
    X_ENVOY_EXPECTED_RQ_TIMEOUT_MS,
    X_ENVOY_EXTERNAL_ADDRESS,
    X_ENVOY_FORCE_TRACE,
    X_ENVOY_HEDGE_ON_PER_TRY_TIMEOUT,
    X_ENVOY_INTERNAL,
    X_ENVOY_IP_TAGS,
    X_ENVOY_MAX_RETRIES,
    X_ENVOY_ORIGINAL_HOST,
    X_ENVOY_ORIGINAL_PATH,
    X_ENVOY_ORIGINAL_URL,
    X_ENVOY_OVERLOADED,
    X_ENVOY_PEER_METADATA,
    X_ENVOY_PEER_METADATA_ID,
    X_ENVOY_RATELIMITED,
    X_ENVOY_RETRIABLE_HEADER_NAMES,
    X_ENVOY_RETRIABLE_STATUS_CODES,
    X_ENVOY_RETRY_GRPC_ON,
    X_ENVOY_RETRY_ON,
    X_ENVOY_UPSTREAM_ALT_STAT_NAME,
    X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS,
    X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE,
    X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS,
    X_ENVOY_UPSTREAM_SERVICE_TIME,
    X_FORWARDED_CLIENT_CERT,
    X_FORWARDED_FOR,
    X_FORWARDED_HOST,
    X_FORWARDED_PROTO,
    X_REQUEST_ID,
    X_SLUICE_REASON;

    private static final FieldName[] VALUES = values();
    private static final int SHORTEST = 2;
    private static final int LONGEST = 64;

    /** Names by length, then in a short list: a lookup compares at most a few, and most lengths have none. */
    private static final FieldName[] @Nullable [] BY_LENGTH = byLength();

    private final byte[] bytes;

    FieldName() {
        bytes = name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.US_ASCII);
    }

    /** As it is written on the wire: lower case. Shared: never written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Its place in tables that are made for all fields. */
    @SuppressWarnings("EnumOrdinal") // tables in memory only: no number leaves the process
    public int index() {
        return ordinal();
    }

    static FieldName at(int index) {
        return VALUES[index];
    }

    /** The field of a lower-case name. */
    public static FieldName of(byte[] name) {
        return of(name, 0, name.length);
    }

    /** The same of a range. */
    static FieldName of(byte[] name, int start, int end) {
        int length = end - start;
        if (length < SHORTEST || length > LONGEST) {
            return OTHER;
        }
        FieldName[] candidates = BY_LENGTH[length];
        if (candidates != null) {
            byte last = name[end - 1];
            for (FieldName candidate : candidates) {
                byte[] expected = candidate.bytes;
                if (expected[length - 1] == last && Arrays.equals(expected, 0, length, name, start, end)) {
                    return candidate;
                }
            }
        }
        return OTHER;
    }

    private static FieldName[] @Nullable [] byLength() {
        FieldName[] @Nullable [] table = new FieldName[LONGEST + 1][];
        for (int length = SHORTEST; length <= LONGEST; length++) {
            int wanted = length;
            FieldName[] names = Arrays.stream(VALUES)
                    .filter(name -> name != OTHER && name.bytes.length == wanted)
                    .toArray(FieldName[]::new);
            table[length] = names.length == 0 ? null : names;
        }
        return table;
    }
}
