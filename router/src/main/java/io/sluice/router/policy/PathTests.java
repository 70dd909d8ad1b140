package io.sluice.router.policy;

import com.google.re2j.Pattern;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths as policies write them, on the path in normal form, without query: texts, and templates in which {@code {*}} is one
 * segment and <code>{**}</code> any number of characters (istio.md §4.3).
 */
final class PathTests {
    private static final String ONE = "{*}";
    private static final String REST = "{**}";

    /** What a segment may hold (RFC 3986 §3.3), but for {@code *}, as Envoy has it. */
    private static final String SEGMENT = "a-zA-Z0-9\\-._~%!$&'()+,;:@=";

    private PathTests() {}

    static Test of(String path) {
        return path.contains(ONE) || path.contains(REST) ? template(path) : text(PolicyText.of(path));
    }

    /** With one of which every path begins that a rule fits; empty = it may fit any. */
    static List<byte[]> starts(Rule rule) {
        List<byte[]> starts = new ArrayList<>();
        for (Operation operation : rule.to()) {
            List<String> paths = operation.paths().any();
            if (paths.isEmpty()) {
                return List.of();
            }
            for (String path : paths) {
                String start = start(path);
                if (start.isEmpty()) {
                    return List.of();
                }
                starts.add(Ascii.bytes(start));
            }
        }
        return starts;
    }

    private static String start(String path) {
        if (path.contains(ONE) || path.contains(REST)) {
            return path.substring(0, path.indexOf('{'));
        }
        if (path.startsWith("*")) {
            return "";
        }
        return path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
    }

    private static Test text(PolicyText text) {
        return facts -> {
            RequestHead head = facts.head();
            byte[] replaced = head.pathPrefix();
            if (replaced == null) {
                return text.matches(head.bytes(), head.pathStart(), head.pathEnd());
            }
            byte[] whole = rewritten(head, replaced);
            return text.matches(whole, 0, whole.length);
        };
    }

    private static Test template(String path) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < path.length(); ) {
            if (path.startsWith(REST, at)) {
                regex.append('[').append(SEGMENT).append("/]*");
                at += REST.length();
            } else if (path.startsWith(ONE, at)) {
                regex.append('[').append(SEGMENT).append("]+");
                at += ONE.length();
            } else {
                regex.append(Pattern.quote(path.substring(at, at + 1)));
                at++;
            }
        }
        Pattern pattern = Pattern.compile(regex.toString());
        return facts -> pattern.matcher(path(facts.head())).matches();
    }

    /** As it would be sent now. */
    static String path(RequestHead head) {
        byte[] replaced = head.pathPrefix();
        String kept = Ascii.text(head.bytes(), head.pathStart(), head.pathEnd());
        return replaced == null ? kept : Ascii.text(replaced, 0, replaced.length) + kept;
    }

    private static byte[] rewritten(RequestHead head, byte[] replaced) {
        byte[] whole = new byte[replaced.length + head.pathEnd() - head.pathStart()];
        System.arraycopy(replaced, 0, whole, 0, replaced.length);
        System.arraycopy(head.bytes(), head.pathStart(), whole, replaced.length, head.pathEnd() - head.pathStart());
        return whole;
    }
}
