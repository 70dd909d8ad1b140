package io.sluice.benchmarks.netty;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/** What one predictor says: a classifier's answer, or on {@code …/parity} what it was asked. */
record ModelAnswers(String arm, String probabilities) {

    String to(HttpRequest request) {
        return request.uri().endsWith("/parity")
                ? echo(request.uri(), request.headers())
                : "{\"data\":{\"names\":[\"t:0\",\"t:1\"],\"ndarray\":" + probabilities
                        + "},\"meta\":{\"requestPath\":{\"classifier\":\"mock:" + arm + "\"}}}";
    }

    private String echo(String uri, HttpHeaders headers) {
        return "{\"arm\":\"" + arm + "\",\"path\":\"" + uri + "\",\"requestId\":\"" + headers.get("x-request-id", "")
                + "\",\"forwardedFor\":\"" + headers.get("x-forwarded-for", "") + "\"}";
    }
}
