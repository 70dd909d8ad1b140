package io.sluice.benchmarks.netty;

import io.netty.handler.codec.http.HttpRequest;

/** What one predictor says: a classifier's answer, or on {@code …/parity} what it was asked. */
record ModelAnswers(String arm, String probabilities) {

    String to(HttpRequest request) {
        return to(
                request.uri(),
                request.headers().get("x-request-id", ""),
                request.headers().get("x-forwarded-for", ""));
    }

    String to(String uri, String requestId, String forwardedFor) {
        return uri.endsWith("/parity")
                ? echo(uri, requestId, forwardedFor)
                : "{\"data\":{\"names\":[\"t:0\",\"t:1\"],\"ndarray\":" + probabilities
                        + "},\"meta\":{\"requestPath\":{\"classifier\":\"mock:" + arm + "\"}}}";
    }

    private String echo(String uri, String requestId, String forwardedFor) {
        return "{\"arm\":\"" + arm + "\",\"path\":\"" + uri + "\",\"requestId\":\"" + requestId
                + "\",\"forwardedFor\":\"" + forwardedFor + "\"}";
    }
}
