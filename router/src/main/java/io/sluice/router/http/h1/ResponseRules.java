package io.sluice.router.http.h1;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.ContentLength;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;

/**
 * What a recognised response head means: where its body ends, whether its connection may serve again, and which fields go no
 * further (RFC 9112 §6.3). Confined to its event loop.
 */
final class ResponseRules {
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");

    private ResponseRules() {}

    /**
     * @param toHead whether the request was a HEAD: then there is no body, whatever the fields say
     * @return false if the response is malformed
     */
    static boolean apply(ResponseHead head, int minorVersion, boolean toHead) {
        HeaderBlock fields = head.fields();
        head.keepAlive(minorVersion == 1);
        head.framing(Framing.UNTIL_CLOSE, 0);
        int lengthLine = -1;
        for (int i = 0; i < fields.count(); i++) {
            switch (fields.field(i)) {
                case CONTENT_LENGTH -> {
                    if (lengthLine >= 0 || !contentLength(head, i)) {
                        return false;
                    }
                    lengthLine = i;
                }
                case TRANSFER_ENCODING -> {
                    if (!transferEncoding(head, i)) {
                        return false;
                    }
                }
                case CONNECTION -> connection(head, i);
                case KEEP_ALIVE -> {
                    head.keepAliveSeconds(
                            KeepAliveField.seconds(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
                    fields.remove(i);
                }
                case PROXY_CONNECTION -> fields.remove(i);
                default -> {}
            }
        }
        return bodyless(head, lengthLine, toHead);
    }

    private static boolean contentLength(ResponseHead head, int i) {
        HeaderBlock fields = head.fields();
        long length = ContentLength.of(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
        if (length >= 0 && head.framing() != Framing.CHUNKED) {
            head.framing(Framing.LENGTH, length);
        }
        return length >= 0;
    }

    private static boolean transferEncoding(ResponseHead head, int i) {
        HeaderBlock fields = head.fields();
        fields.remove(i);
        boolean first = head.framing() != Framing.CHUNKED;
        head.framing(Framing.CHUNKED, 0);
        return first
                && TransferCoding.of(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))
                        == TransferCoding.CHUNKED;
    }

    private static void connection(ResponseHead head, int i) {
        HeaderBlock fields = head.fields();
        byte[] bytes = fields.bytes();
        int start = fields.valueStart(i);
        int end = fields.valueEnd(i);
        fields.remove(i);
        if (Ascii.listHas(bytes, start, end, CLOSE)) {
            head.keepAlive(false);
        } else if (Ascii.listHas(bytes, start, end, KEEP_ALIVE)) {
            head.keepAlive(true);
        }
        NominatedFields.remove(fields, start, end);
    }

    /** Chunks win over a length, which is dropped, and such a connection is not trusted with another exchange (§6.3, 3). */
    private static boolean bodyless(ResponseHead head, int lengthLine, boolean toHead) {
        HeaderBlock fields = head.fields();
        if (lengthLine >= 0 && head.framing() == Framing.CHUNKED) {
            fields.remove(lengthLine);
            head.keepAlive(false);
        }
        int status = head.status();
        boolean never = status < 200 || status == 204;
        if (never && lengthLine >= 0) {
            fields.remove(lengthLine);
        }
        if (status == 101) {
            head.framing(Framing.TUNNEL, 0);
        } else if (never || status == 304 || toHead) {
            // Chunks that a bodyless answer announces will not be read, so they must not be taken for the next answer.
            head.keepAlive(head.keepAlive() && (head.framing() != Framing.CHUNKED || toHead));
            head.framing(Framing.NONE, 0);
        } else if (head.framing() == Framing.UNTIL_CLOSE) {
            head.keepAlive(false);
        }
        return true;
    }
}
