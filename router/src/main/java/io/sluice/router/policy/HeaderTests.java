package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import java.util.Locale;

/** Conditions on one header, line by line (istio-recorded.md §15); pseudo headers, and {@code host}, among them. */
final class HeaderTests {
    private HeaderTests() {}

    static Test of(String header, String value) {
        PolicyText text = PolicyText.of(value);
        String name = header.toLowerCase(Locale.ROOT);
        return switch (name) {
            case ":authority", "host" -> host(text);
            case ":method" -> method(text);
            case ":path" ->
                facts -> {
                    RequestHead head = facts.head();
                    byte[] target = Ascii.bytes(
                            PathTests.path(head) + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd()));
                    return text.matches(target, 0, target.length);
                };
            case ":scheme" ->
                facts -> {
                    RequestHead head = facts.head();
                    return head.schemeEnd() > head.schemeStart()
                            ? text.matches(head.bytes(), head.schemeStart(), head.schemeEnd())
                            : text.matches(head.scheme(), 0, head.scheme().length);
                };
            default -> field(Ascii.bytes(name), text);
        };
    }

    static Test method(PolicyText text) {
        return facts -> {
            RequestHead head = facts.head();
            return text.matches(head.bytes(), head.methodStart(), head.methodEnd());
        };
    }

    /** The raw {@code Host}, port included; {@code *} is satisfied by an empty one. */
    static Test host(PolicyText text) {
        return facts -> {
            RequestHead head = facts.head();
            return text.present() || text.matches(head.bytes(), head.hostStart(), head.hostEnd());
        };
    }

    private static Test field(byte[] name, PolicyText text) {
        return facts -> {
            HeaderBlock fields = facts.head().fields();
            for (int line = fields.next(name, -1); line >= 0; line = fields.next(name, line)) {
                if (text.present() || text.matches(fields.bytes(), fields.valueStart(line), fields.valueEnd(line))) {
                    return true;
                }
            }
            return false;
        };
    }
}
