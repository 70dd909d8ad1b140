package io.sluice.benchmarks.netty;

import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one predictor says: a classifier's answer, on {@code …/parity} what it was asked, on {@code …/unavailable} no, and on
 * {@code /status} how many requests there have been, as nginx's {@code stub_status} words it.
 *
 * @param asked counts the requests of all predictors
 */
record ModelAnswers(String arm, String probabilities, AtomicLong asked) {

    String to(HttpRequest request) {
        return to(
                request.uri(),
                request.headers().get("x-request-id", ""),
                request.headers().get("x-forwarded-for", ""));
    }

    static int status(String uri) {
        return uri.endsWith("/unavailable") ? 503 : 200;
    }

    String to(String uri, String requestId, String forwardedFor) {
        long requests = asked.incrementAndGet();
        if (uri.equals("/status")) {
            return "\n 0 0 " + requests + "\n";
        }
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
