package io.sluice.conformance.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1 messages off a byte stream, strictly: nothing is repaired, each deviation becomes a fault of the message. */
final class MessageReader {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern NAME = Pattern.compile(TOKEN);
    private static final Pattern REQUEST_LINE = Pattern.compile(TOKEN + " [\\x21-\\x7e\\x80-\\xff]+ HTTP/1\\.[01]");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] \\d{3}(?: [\\t\\x20-\\x7e\\x80-\\xff]*)?", Pattern.DOTALL);
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9a-fA-F]{1,15}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private final String stream;
    private final boolean requests;
    private final boolean firstToHead;
    private final boolean ended;

    /** @param ended nothing follows: a message that ends with its connection is complete */
    private MessageReader(String stream, boolean requests, boolean firstToHead, boolean ended) {
        this.stream = stream;
        this.requests = requests;
        this.firstToHead = firstToHead;
        this.ended = ended;
    }

    /** @param rest bytes that are no complete head */
    record Found(List<Message> messages, String rest) {}

    static Found requests(String stream) {
        return new MessageReader(stream, true, false, false).all();
    }

    static Found answers(String stream, boolean firstToHead, boolean ended) {
        return new MessageReader(stream, false, firstToHead, ended).all();
    }

    /** The request at a position; null while its head is not complete. */
    static @Nullable Message request(String stream, int position) {
        return new MessageReader(stream, true, false, false).message(position, false);
    }

    private Found all() {
        List<Message> messages = new ArrayList<>();
        int position = 0;
        boolean first = true;
        while (position < stream.length()) {
            Message message = message(position, first && firstToHead);
            if (message == null) {
                break;
            }
            messages.add(message);
            if (!message.complete()) {
                return new Found(messages, "");
            }
            position = message.end();
            first &= requests || message.status() < 200;
            if (!requests && message.status() == 101) {
                break;
            }
        }
        return new Found(messages, stream.substring(position));
    }

    private @Nullable Message message(int position, boolean toHead) {
        int stop = stream.indexOf("\r\n\r\n", position);
        if (stop < 0) {
            return null;
        }
        List<String> faults = new ArrayList<>();
        List<String> lines = List.of(stream.substring(position, stop).split("\r\n", -1));
        String start = lines.get(0);
        if (!(requests ? REQUEST_LINE : STATUS_LINE).matcher(start).matches()) {
            faults.add("start line " + start);
        }
        List<Message.Field> fields = fields(lines.subList(1, lines.size()), faults);
        Message head = new Message(start, fields, "", List.of(), false, faults, position, stop + 4);
        return body(head, toHead);
    }

    private static List<Message.Field> fields(List<String> lines, List<String> faults) {
        List<Message.Field> fields = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            if (colon < 0 || !NAME.matcher(name).matches()) {
                faults.add("field line " + line);
            }
            if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                faults.add("CR, LF or NUL in the value of " + name);
            }
            fields.add(new Message.Field(name, value.replaceAll("^[ \t]+|[ \t]+$", "")));
        }
        return fields;
    }

    private Message body(Message head, boolean toHead) {
        List<String> codings = head.values("transfer-encoding");
        List<String> lengths = head.values("content-length");
        if (codings.size() + lengths.size() > 1) {
            head.faults().add("more than one framing field");
        }
        int status = head.status();
        boolean bodyless = !requests && (toHead || status == 204 || status == 304 || (status >= 100 && status < 200));
        if (!codings.isEmpty()) {
            boolean http10 = (requests
                    ? head.startLine().endsWith("HTTP/1.0")
                    : head.startLine().startsWith("HTTP/1.0"));
            if (!codings.equals(List.of("chunked")) || http10) {
                head.faults().add("transfer-encoding " + codings);
            }
            return bodyless ? with(head, "", true, head.end()) : chunked(head);
        }
        if (!lengths.isEmpty()) {
            if (!DIGITS.matcher(lengths.get(0)).matches()) {
                head.faults().add("content-length " + lengths);
                return with(head, "", bodyless, head.end());
            }
            return bodyless ? with(head, "", true, head.end()) : counted(head, Long.parseLong(lengths.get(0)));
        }
        if (requests || bodyless) {
            return with(head, "", true, head.end());
        }
        return with(head, stream.substring(head.end()), ended, stream.length());
    }

    private Message counted(Message head, long length) {
        int left = stream.length() - head.end();
        int end = head.end() + (int) Math.min(length, left);
        return with(head, stream.substring(head.end(), end), left >= length, end);
    }

    private Message chunked(Message head) {
        StringBuilder body = new StringBuilder();
        int position = head.end();
        while (true) {
            int eol = stream.indexOf("\r\n", position);
            if (eol < 0) {
                return with(head, body.toString(), false, stream.length());
            }
            String line = stream.substring(position, eol);
            if (!CHUNK_SIZE.matcher(line).matches()) {
                head.faults().add("chunk-size line " + line);
                return with(head, body.toString(), false, stream.length());
            }
            position = eol + 2;
            long size = Long.parseLong(line, 16);
            if (size == 0) {
                return trailers(head, body.toString(), position);
            }
            if (stream.length() - position < size + 2) {
                body.append(stream, position, (int) Math.min(stream.length(), position + size));
                return with(head, body.toString(), false, stream.length());
            }
            body.append(stream, position, position + (int) size);
            position += (int) size;
            if (!stream.startsWith("\r\n", position)) {
                head.faults().add("chunk data not followed by CR LF");
                return with(head, body.toString(), false, stream.length());
            }
            position += 2;
        }
    }

    private Message trailers(Message head, String body, int position) {
        List<String> lines = new ArrayList<>();
        int at = position;
        for (int eol = stream.indexOf("\r\n", at); eol >= 0; eol = stream.indexOf("\r\n", at)) {
            if (eol == at) {
                List<Message.Field> trailers = fields(lines, head.faults());
                return new Message(
                        head.startLine(), head.fields(), body, trailers, true, head.faults(), head.position(), at + 2);
            }
            lines.add(stream.substring(at, eol));
            at = eol + 2;
        }
        return with(head, body, false, stream.length());
    }

    private static Message with(Message head, String body, boolean complete, int end) {
        return new Message(
                head.startLine(), head.fields(), body, List.of(), complete, head.faults(), head.position(), end);
    }
}
