package io.sluice.table.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is asked about what a custom policy matches. Lists of names are Istio's texts: exact, {@code x*}, {@code *x}; over gRPC they say
 * nothing, for the answer does.
 *
 * @param grpc whether it is asked over gRPC, of all that is known; else over HTTP, of what the lists name
 * @param cluster where it is; unknown = as one that does not answer
 * @param failOpen whether a request passes when it gives no answer; else it is {@code statusOnError}
 * @param pathPrefix before the path of the question; empty = none
 * @param requestHeaders that the question has of the request, beside {@code Host} and {@code Authorization}
 * @param addedHeaders that every question has
 * @param upstreamHeaders of a yes that replace those of the request
 * @param grantHeaders of a yes that the client's answer gets
 * @param refusalHeaders of a no that the client gets; empty = all
 * @param body null = the question has no body
 */
public record Authorizer(
        String name,
        String cluster,
        boolean grpc,
        Duration timeout,
        boolean failOpen,
        int statusOnError,
        String pathPrefix,
        List<String> requestHeaders,
        Map<String, String> addedHeaders,
        List<String> upstreamHeaders,
        List<String> grantHeaders,
        List<String> refusalHeaders,
        @Nullable Body body) {
    public Authorizer {
        requestHeaders = List.copyOf(requestHeaders);
        addedHeaders = Map.copyOf(addedHeaders);
        upstreamHeaders = List.copyOf(upstreamHeaders);
        grantHeaders = List.copyOf(grantHeaders);
        refusalHeaders = List.copyOf(refusalHeaders);
    }

    /** Of what every question has, values are credentials: names alone are shown. */
    @Override
    public String toString() {
        return "Authorizer[name=" + name + ", cluster=" + cluster + ", grpc=" + grpc + ", addedHeaders="
                + addedHeaders.keySet() + "]";
    }

    /** The same, found. */
    public Authorizer at(String found) {
        return new Authorizer(
                name,
                found,
                grpc,
                timeout,
                failOpen,
                statusOnError,
                pathPrefix,
                requestHeaders,
                addedHeaders,
                upstreamHeaders,
                grantHeaders,
                refusalHeaders,
                body);
    }

    /**
     * How much of a request's body the question has.
     *
     * @param partial whether a longer body is cut; else it is 413
     * @param raw over gRPC, whether it is bytes and no text
     */
    public record Body(int maxBytes, boolean partial, boolean raw) {}
}
