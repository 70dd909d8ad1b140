package io.sluice.conformance.feature;

import io.sluice.conformance.feature.Step.Afterwards;
import io.sluice.conformance.feature.Step.Answer;
import io.sluice.conformance.feature.Step.Content;
import io.sluice.conformance.feature.Step.Cut;
import io.sluice.conformance.feature.Step.Drip;
import io.sluice.conformance.feature.Step.Reading;
import io.sluice.conformance.feature.Upstream.Live;
import io.sluice.conformance.feature.Upstream.Protocol;
import io.sluice.conformance.feature.Upstream.Script;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Bytes;
import io.sluice.conformance.protocol.Http2Error;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entry of {@code upstreams}, and the steps of its script. */
final class UpstreamReader {
    private static final List<Header> END_OF_LIVE = List.of(new Header("x-end", "1"));

    /** Values of {@code close}. */
    private enum Close {
        NO,
        BEFORE_HEADERS,
        AFTER_HEADERS,
        MID_BODY,
        RESET,
        AFTER
    }

    private UpstreamReader() {}

    static Upstream read(YamlMap upstream) {
        String address = upstream.text("address").orElse("127.0.0.1");
        if (!address.startsWith("127.")) {
            throw upstream.mistake("address: must be of loopback, not " + address);
        }
        Upstream read = new Upstream(
                upstream.required("name"),
                address,
                Integer.parseInt(upstream.required("port")),
                upstream.word("protocol", Protocol.HTTP1),
                new Script(
                        upstream.maps("script").stream()
                                .map(UpstreamReader::step)
                                .toList(),
                        upstream.flag("cycle")),
                upstream.flag("deaf"),
                live(upstream));
        upstream.end();
        return read;
    }

    private static @Nullable Live live(YamlMap upstream) {
        if (!upstream.has("live")) {
            return null;
        }
        YamlMap live = upstream.map("live");
        List<Header> trailers = live.pairs("trailers");
        Live read = new Live(live.pairs("headers"), trailers.isEmpty() ? END_OF_LIVE : trailers);
        live.end();
        return read;
    }

    private static Step step(YamlMap step) {
        Reading reading = Reading.FIRST;
        if (step.flag("answer_first")) {
            reading = Reading.AFTER_THE_ANSWER;
        }
        if (step.flag("no_continue")) {
            reading = Reading.NEVER;
        }
        Step read = new Step(step.number("delay_ms", 0), reading, answer(step));
        step.end();
        return read;
    }

    private static Answer answer(YamlMap step) {
        if (step.has("raw")) {
            return raw(step);
        }
        if (step.has("goaway")) {
            return new Answer.GoAway(step.word("goaway", Http2Error.NO_ERROR), step.number("last_stream", 0));
        }
        if (step.has("reset")) {
            return new Answer.ResetStream(step.word("reset", Http2Error.CANCEL));
        }
        return switch (step.word("close", Close.NO)) {
            case BEFORE_HEADERS -> new Answer.Nothing(false);
            case RESET -> new Answer.Nothing(true);
            case NO -> message(step, Cut.NOWHERE);
            case AFTER_HEADERS -> message(step, Cut.AFTER_HEADERS);
            case MID_BODY -> message(step, Cut.MID_BODY);
            case AFTER -> throw step.mistake("close: after belongs to raw");
        };
    }

    private static Answer raw(YamlMap step) {
        Afterwards afterwards = step.flag("tunnel") ? Afterwards.TUNNEL : Afterwards.KEEP;
        if (step.word("close", Close.NO) == Close.AFTER) {
            afterwards = Afterwards.CLOSE;
        }
        return new Answer.Raw(Bytes.latin1(step.required("raw")), afterwards);
    }

    private static Answer message(YamlMap step, Cut cut) {
        return new Answer.Message(
                step.number("status", 200),
                step.text("reason").orElse("Scripted"),
                step.pairs("headers"),
                content(step),
                step.flag("chunked"),
                step.pairs("trailers"),
                cut,
                step.has("drip") ? drip(step.map("drip")) : Drip.NONE,
                step.has("reset_after") ? step.word("reset_after", Http2Error.CANCEL) : null);
    }

    /** A status alone has an empty body; nothing at all is an echo. */
    private static Content content(YamlMap step) {
        boolean echo = step.flag("echo");
        if (step.has("body")) {
            return new Content.Fixed(Bytes.utf8(step.text("body").orElse("")));
        }
        if (step.has("body_size") || (step.has("status") && !echo)) {
            return new Content.Fixed(Bytes.repeated('x', step.number("body_size", 0)));
        }
        return new Content.Echo();
    }

    private static Drip drip(YamlMap drip) {
        Drip read = new Drip(drip.number("parts", 1), drip.number("every_ms", 0));
        drip.end();
        return read;
    }
}
