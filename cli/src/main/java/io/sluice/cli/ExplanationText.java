package io.sluice.cli;

import io.sluice.router.explain.Explanation;
import io.sluice.router.explain.Explanation.FoundHost;
import io.sluice.router.explain.Explanation.Gate;
import io.sluice.router.explain.Explanation.OpenPort;
import io.sluice.router.explain.Explanation.Tried;
import io.sluice.router.explain.Explanation.Unmet;
import io.sluice.router.explain.Outcome;
import io.sluice.router.explain.Outcome.Branch;
import io.sluice.router.explain.Outcome.Copy;
import io.sluice.router.explain.Outcome.Share;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation for people: a line a step, in the order the steps are taken. */
final class ExplanationText {
    /** Of the routes that do not match, the last ones are shown: a host may have thousands. */
    private static final int MOST_TRIED = 20;

    private final StringBuilder text = new StringBuilder();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        ExplanationText printed = new ExplanationText();
        printed.steps(explanation);
        return printed.text.toString();
    }

    private void steps(Explanation explanation) {
        line("request", explanation.request());
        line("", "Host: " + explanation.host());
        if (!explanation.caller().isEmpty()) {
            line("caller", explanation.caller());
        }
        OpenPort listener = explanation.listener();
        if (listener != null) {
            String declared =
                    listener.port() == listener.declaredPort() ? "" : ", declared as " + listener.declaredPort();
            line(
                    "listener",
                    listener.name() + ", port " + listener.port() + declared + ", role "
                            + listener.role().name().toLowerCase(Locale.ROOT));
        }
        FoundHost host = explanation.found();
        if (host != null) {
            line("host", host.name() + " (" + host.why() + ")");
        }
        if (!explanation.path().isEmpty()) {
            line("path", explanation.path());
        }
        tried(explanation.tried());
        gates(explanation.gates());
        list("policies", explanation.policies());
        outcome(explanation.outcome());
    }

    private void tried(List<Tried> tried) {
        int from = Math.max(0, tried.size() - MOST_TRIED);
        String label = "routes";
        if (from > 0) {
            line(label, from + " more before these do not match");
            label = "";
        }
        for (Tried route : tried.subList(from, tried.size())) {
            Unmet unmet = route.unmet();
            String verdict = unmet == null
                    ? "matches"
                    : "no: " + unmet.condition() + " " + unmet.wanted() + " is wanted, "
                            + (unmet.got().isEmpty() ? "and there is none" : "not " + unmet.got());
            line(
                    label,
                    (route.position() + 1) + ". " + (route.route().isEmpty() ? "unnamed" : route.route()) + ": "
                            + verdict);
            line("", "   " + route.origin());
            label = "";
        }
    }

    private void gates(List<Gate> gates) {
        String label = "guards";
        for (Gate gate : gates) {
            line(label, gate.where() + ": " + gate.verdict());
            gate.policies()
                    .forEach(policy -> line("", "   " + policy.kind() + " " + policy.policy() + ": " + policy.says()));
            label = "";
        }
    }

    private void outcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Forwarded forwarded -> forwarded(forwarded);
            case Outcome.Passed passed -> passed(passed);
            case Outcome.Redirected redirected ->
                line("action", "redirect " + redirected.status() + " to " + redirected.location());
            case Outcome.Answered answered -> {
                line("action", "answer " + answered.status() + " by " + answered.by());
                if (!answered.body().isEmpty()) {
                    line("", answered.body().strip());
                }
            }
            case Outcome.Refused refused -> line("refused", status(refused.status()) + refused.reason());
            case Outcome.Missed missed -> {
                line("not routed", status(missed.status()) + missed.reason());
                list("nearest", missed.nearest());
            }
        }
    }

    /** The request above is only what the client would say behind its handshake. */
    private void passed(Outcome.Passed passed) {
        line(
                "action",
                "pass the connection on unopened, by the name of its handshake: "
                        + (passed.serverName().isEmpty() ? "none" : passed.serverName()) + " is of " + passed.names());
        line("", passed.origin().toString());
        line("", "nobody here sees a request: rules, policies, retries and metrics of requests do not apply");
        String label = "to";
        for (Branch branch : passed.destinations()) {
            line(label, percent(branch.percent()) + "  " + branch.cluster());
            line("", "        " + endpoints(branch.ready(), List.of(), ""));
            if (!branch.trouble().isEmpty()) {
                line("", "        " + branch.trouble());
            }
            label = "";
        }
    }

    private static String status(int status) {
        return status == 0 ? "" : status + ": ";
    }

    private void forwarded(Outcome.Forwarded forwarded) {
        line("action", "forward as " + forwarded.request());
        list("headers", forwarded.headers());
        String label = "to";
        for (Share share : forwarded.destinations()) {
            line(label, percent(share.percent()) + "  " + share.cluster());
            label = "";
            line("", "        Host: " + share.host());
            share.headers().forEach(operation -> line("", "        " + operation));
            line("", "        " + endpoints(share.ready(), share.draining(), share.trouble()));
        }
        line("timeout", duration(forwarded.timeout()));
        line("retries", retries(forwarded));
        label = "shadows";
        for (Copy copy : forwarded.shadows()) {
            line(label, percent(copy.percent()) + "  " + copy.cluster());
            line("", "        " + endpoints(copy.ready(), List.of(), copy.trouble()));
            label = "";
        }
    }

    private static String endpoints(List<String> ready, List<String> draining, String trouble) {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        return "ready: " + (ready.isEmpty() ? "none" : String.join(", ", ready))
                + (draining.isEmpty() ? "" : "; draining: " + String.join(", ", draining));
    }

    private static String retries(Outcome.Forwarded forwarded) {
        if (forwarded.retries() == 0) {
            return "none";
        }
        Duration perTry = forwarded.perTryTimeout();
        return forwarded.retries() + " on " + String.join(", ", forwarded.retryOn())
                + (perTry == null ? "" : "; " + duration(perTry) + " a try");
    }

    private static String duration(@Nullable Duration duration) {
        if (duration == null) {
            return "none";
        }
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%4.0f %%" : "%4.1f %%", percent);
    }

    private void list(String label, List<String> lines) {
        String first = label;
        for (String line : lines) {
            line(first, line);
            first = "";
        }
    }

    private void line(String label, String words) {
        text.append(String.format(Locale.ROOT, "%-11s %s", label, Printable.of(words))
                        .stripTrailing())
                .append('\n');
    }
}
