package io.sluice.router.http.h1;

import io.netty.util.internal.EmptyArrays;
import io.sluice.router.http.Ascii;

/** The start lines of responses, made once. The phrase is ours: a reason phrase means nothing to a client (RFC 9112 §4). */
final class StatusLine {
    private static final int LOWEST = 100;
    private static final int HIGHEST = 999;
    private static final byte[][] LINES = lines();

    private StatusLine() {}

    /** With its CR LF. Shared: never written to. */
    static byte[] of(int status) {
        return status < LOWEST || status > HIGHEST ? EmptyArrays.EMPTY_BYTES : LINES[status - LOWEST];
    }

    private static byte[][] lines() {
        byte[][] lines = new byte[HIGHEST - LOWEST + 1][];
        for (int status = LOWEST; status <= HIGHEST; status++) {
            lines[status - LOWEST] = Ascii.bytes("HTTP/1.1 " + status + " " + phrase(status) + "\r\n");
        }
        return lines;
    }

    private static String phrase(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 101 -> "Switching Protocols";
            case 102 -> "Processing";
            case 103 -> "Early Hints";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 203 -> "Non-Authoritative Information";
            case 204 -> "No Content";
            case 205 -> "Reset Content";
            case 206 -> "Partial Content";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "Unknown";
        };
    }
}
