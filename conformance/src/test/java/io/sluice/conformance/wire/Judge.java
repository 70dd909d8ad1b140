package io.sluice.conformance.wire;

import io.sluice.conformance.wire.Alternative.Answer;
import io.sluice.conformance.wire.Alternative.Expected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Compares what was seen with a row's alternatives. A broken invariant fails whatever else matches. */
final class Judge {
    enum Verdict {
        PASS,
        /** Safe and defensible, but not what we want of ourselves. */
        TOLERATED,
        FAIL
    }

    /** @param reason empty for PASS */
    record Judgement(Verdict verdict, String reason) {}

    private Judge() {}

    static Judgement judge(Row row, Observation seen) {
        if (!seen.broken().isEmpty()) {
            return new Judgement(Verdict.FAIL, String.join("; ", seen.broken()));
        }
        if (row.expect().stream().anyMatch(one -> objections(one, seen).isEmpty())) {
            return new Judgement(Verdict.PASS, "");
        }
        String nearest = row.expect().stream()
                .map(one -> objections(one, seen))
                .min((a, b) -> Integer.compare(a.size(), b.size()))
                .orElse(List.of("no alternative"))
                .toString();
        boolean tolerated =
                row.tolerate().stream().anyMatch(one -> objections(one, seen).isEmpty());
        return new Judgement(tolerated ? Verdict.TOLERATED : Verdict.FAIL, nearest);
    }

    /** Why this alternative is not what was seen; empty if it is. */
    static List<String> objections(Alternative wanted, Observation seen) {
        List<String> why = new ArrayList<>();
        answers(wanted.answers(), seen.answers(), why);
        if (wanted.close() != null && wanted.close() != seen.closed()) {
            why.add(seen.closed() ? "connection closed" : "connection left open");
        }
        if (wanted.noInterim() && !seen.interim().isEmpty()) {
            why.add("interim answers " + seen.interim());
        }
        upstream(wanted.upstream(), seen, why);
        if (wanted.http2() != null && seen.http2() != null) {
            http2(wanted.http2(), seen.http2(), seen, why);
        }
        return why;
    }

    private static void http2(Alternative.Http2 wanted, Http2Seen got, Observation seen, List<String> why) {
        List<String> codes = wanted.goAway();
        Integer goAway = got.goAway();
        if (codes.contains("none")) {
            if (seen.closed() || (goAway != null && goAway != 0)) {
                why.add("the connection ended, GOAWAY " + goAway);
            }
        } else if (!codes.isEmpty()) {
            boolean ended = goAway == null ? seen.closed() : codes.contains("any") || codes.contains(goAway.toString());
            if (!ended) {
                why.add("GOAWAY " + goAway + ", not " + codes);
            }
        }
        wanted.streams().forEach((stream, outcomes) -> {
            if (outcomes.stream().noneMatch(outcome -> isOutcome(outcome, stream, got))) {
                why.add("stream " + stream + ": status " + got.statuses().get(stream) + ", reset "
                        + got.resets().get(stream) + ", not " + outcomes);
            }
        });
        if (seen.upstream().size() > wanted.mostUpstream()) {
            why.add(seen.upstream().size() + " requests were forwarded");
        }
    }

    private static boolean isOutcome(String outcome, int stream, Http2Seen got) {
        Integer status = got.statuses().get(stream);
        Integer reset = got.resets().get(stream);
        if (outcome.startsWith("rst")) {
            return reset != null && (outcome.equals("rst") || outcome.equals("rst" + reset));
        }
        if (outcome.equals("none")) {
            return status == null && reset == null;
        }
        return status != null
                && fits(outcome, status)
                && (status >= 300 || got.done().contains(stream));
    }

    private static void answers(List<Answer> wanted, List<Message> seen, List<String> why) {
        int least = wanted.size();
        while (least > 0 && wanted.get(least - 1).optional()) {
            least--;
        }
        if (seen.size() < least || seen.size() > wanted.size()) {
            why.add(seen.size() + " answers, expected " + wanted.size());
        }
        for (int i = 0; i < Math.min(seen.size(), wanted.size()); i++) {
            Answer expected = wanted.get(i);
            Message answer = seen.get(i);
            if (expected.status().stream().noneMatch(pattern -> fits(pattern, answer.status()))) {
                why.add("answer " + (i + 1) + " is " + answer.status() + ", expected " + expected.status());
            } else if (expected.message() != null) {
                message("answer " + (i + 1), expected.message(), answer, why);
            } else if (answer.status() < 300 && !answer.complete()) {
                why.add("answer " + (i + 1) + " is cut short");
            }
        }
    }

    private static boolean fits(String pattern, int status) {
        return pattern.equals(Integer.toString(status)) || pattern.equals(status / 100 + "xx");
    }

    private static void upstream(Alternative.Upstream wanted, Observation seen, List<String> why) {
        switch (wanted) {
            case Alternative.Upstream.Any() -> {}
            case Alternative.Upstream.None() -> {
                if (seen.upstreamBytes() > 0) {
                    why.add(seen.upstreamBytes() + " bytes were forwarded");
                }
            }
            case Alternative.Upstream.Partial() -> {
                if (seen.upstream().stream().anyMatch(Message::complete)) {
                    why.add("a complete request was forwarded");
                } else if (seen.hanging()) {
                    why.add("an upstream connection was left in mid request");
                }
            }
            case Alternative.Upstream.Exactly(List<Expected> requests) -> {
                if (requests.size() != seen.upstream().size()) {
                    why.add(seen.upstream().size() + " requests forwarded, expected " + requests.size());
                }
                for (int i = 0; i < Math.min(requests.size(), seen.upstream().size()); i++) {
                    message(
                            "request " + (i + 1),
                            requests.get(i),
                            seen.upstream().get(i),
                            why);
                }
            }
        }
    }

    private static void message(String which, Expected wanted, Message seen, List<String> why) {
        if (wanted.method() != null && !wanted.method().equals(seen.method())) {
            why.add(which + ": method " + seen.method());
        }
        if (!wanted.targets().isEmpty() && !wanted.targets().contains(seen.target())) {
            why.add(which + ": target " + seen.target());
        }
        if (wanted.body() != null && !wanted.body().equals(seen.body())) {
            why.add(which + ": body " + seen.body());
        }
        wanted.has().forEach((name, values) -> {
            if (Collections.disjoint(values, seen.values(name))) {
                why.add(which + ": " + name + " is " + seen.values(name));
            }
        });
        for (String name : wanted.lacks()) {
            if (!seen.values(name).isEmpty()) {
                why.add(which + ": has " + name);
            }
        }
        for (String name : wanted.trailersLack()) {
            if (seen.trailers().stream()
                    .anyMatch(field -> field.name().toLowerCase(Locale.ROOT).equals(name))) {
                why.add(which + ": has trailer " + name);
            }
        }
        if (wanted.complete() != seen.complete()) {
            why.add(which + (seen.complete() ? " is complete" : " is cut short"));
        }
    }
}
