package io.sluice.router.authz;

import io.sluice.router.authz.ProtoReader.Malformed;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.HeaderBlock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code CheckResponse}: a status of 0 is a yes, any other a no. */
final class GrpcAnswer {
    private static final byte[] TEXT = Ascii.bytes("text/plain");

    private final HeaderBlock upstream = new HeaderBlock();
    private final HeaderBlock added = new HeaderBlock();
    private final HeaderBlock grant = new HeaderBlock();
    private final HeaderBlock refusal = new HeaderBlock();
    private final List<String> removed = new ArrayList<>();
    private int refusalStatus = 403;
    private byte[] refusalBody = {};
    private long code;

    private GrpcAnswer() {}

    /** Null if it is none. */
    static @Nullable Verdict read(byte[] framed) {
        if (framed.length < 5 || framed[0] != 0) {
            return null;
        }
        int length = (framed[1] & 0xff) << 24 | (framed[2] & 0xff) << 16 | (framed[3] & 0xff) << 8 | (framed[4] & 0xff);
        if (length != framed.length - 5) {
            return null;
        }
        try {
            GrpcAnswer answer = new GrpcAnswer();
            answer.response(new ProtoReader(framed, 5, framed.length));
            return answer.verdict();
        } catch (Malformed malformed) {
            return null;
        }
    }

    private Verdict verdict() {
        if (code == 0) {
            return new Verdict.Passes(upstream, added, List.copyOf(removed), grant);
        }
        if (refusalBody.length > 0 && !refusal.has(FieldName.CONTENT_TYPE)) {
            refusal.add(FieldName.CONTENT_TYPE, TEXT);
        }
        return new Verdict.Refuses(refusalStatus, refusal, refusalBody);
    }

    private void response(ProtoReader response) throws Malformed {
        while (response.next()) {
            switch (response.field()) {
                case 1 -> status(response.message());
                case 2 -> denied(response.message());
                case 3 -> ok(response.message());
                default -> {}
            }
        }
    }

    private void status(ProtoReader status) throws Malformed {
        while (status.next()) {
            if (status.field() == 1) {
                code = status.number();
            }
        }
    }

    private void denied(ProtoReader denied) throws Malformed {
        while (denied.next()) {
            switch (denied.field()) {
                case 1 -> {
                    ProtoReader status = denied.message();
                    while (status.next()) {
                        if (status.field() == 1 && status.number() >= 200 && status.number() < 600) {
                            refusalStatus = (int) status.number();
                        }
                    }
                }
                case 2 -> header(denied.message(), refusal, refusal);
                case 3 -> refusalBody = denied.value();
                default -> {}
            }
        }
    }

    private void ok(ProtoReader ok) throws Malformed {
        while (ok.next()) {
            switch (ok.field()) {
                case 2 -> header(ok.message(), upstream, added);
                case 5 -> removed.add(ok.text());
                case 6 -> header(ok.message(), grant, grant);
                default -> {}
            }
        }
    }

    /** One that is to be appended stands beside the client's; any other takes its place. */
    private static void header(ProtoReader option, HeaderBlock replacing, HeaderBlock appended) throws Malformed {
        String name = "";
        byte[] value = {};
        boolean appends = false;
        while (option.next()) {
            switch (option.field()) {
                case 1 -> {
                    ProtoReader header = option.message();
                    while (header.next()) {
                        switch (header.field()) {
                            case 1 -> name = header.text();
                            case 2, 3 -> value = header.value();
                            default -> {}
                        }
                    }
                }
                case 2 -> {
                    ProtoReader bool = option.message();
                    while (bool.next()) {
                        appends |= bool.field() == 1 && bool.number() != 0;
                    }
                }
                default -> {}
            }
        }
        byte[] lower = Ascii.bytes(name.toLowerCase(java.util.Locale.ROOT));
        if (isField(lower, value)) {
            (appends ? appended : replacing).add(lower, value);
        }
    }

    /** No authorizer's word may end a line, or say how a message ends. */
    private static boolean isField(byte[] name, byte[] value) {
        HeaderBlock probe = new HeaderBlock();
        probe.add(name, value);
        if (name.length == 0 || HopByHop.has(probe.field(0))) {
            return false;
        }
        for (byte b : name) {
            if (!FieldText.isToken(b)) {
                return false;
            }
        }
        for (byte b : value) {
            if (!FieldText.isText(b)) {
                return false;
            }
        }
        return true;
    }
}
