package io.sluice.conformance.own;

import io.sluice.conformance.own.OwnCase.Call;
import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Explanation;
import io.sluice.router.explain.Explanation.Tried;
import io.sluice.router.explain.Outcome;
import io.sluice.router.explain.Question;
import io.sluice.table.cluster.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the compiled table what would become of a call. */
final class Explaining {
    private final Explainer explainer;

    Explaining(Situation situation) {
        explainer = Explainer.of(situation.table(), situation.endpoints(cluster -> new Endpoint("127.0.0.1", 9)));
    }

    Map<String, @Nullable Object> call(Call call) {
        // A fragment is kept: some clients send one.
        int hash = call.target().indexOf('#');
        String url = hash < 0 ? call.target() : call.target().substring(0, hash);
        Question asked = Question.of(call.method(), url, call.headers(), call.from());
        Question question = new Question(
                asked.method(),
                asked.https(),
                asked.port(),
                asked.host(),
                asked.target() + (hash < 0 ? "" : call.target().substring(hash)),
                asked.fields(),
                asked.caller());
        return seen(explainer.explain(question));
    }

    private static Map<String, @Nullable Object> seen(Explanation explanation) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        if (explanation.listener() != null) {
            seen.put("port", explanation.listener().port());
        }
        if (explanation.found() != null) {
            seen.put("via", explanation.found().name());
        }
        seen.put("path", explanation.path());
        seen.put("policies", explanation.policies());
        for (Tried tried : explanation.tried()) {
            if (tried.unmet() == null) {
                seen.put(
                        "rule",
                        tried.origin().namespace() + "/" + tried.origin().name() + " "
                                + tried.origin().field().replace("spec.", ""));
                seen.put("name", tried.route());
            }
        }
        switch (explanation.outcome()) {
            case Outcome.Forwarded forwarded -> forwarded(forwarded, seen);
            case Outcome.Passed passed ->
                passed.destinations().forEach(branch -> seen.put("to", Situation.brief(branch.cluster())));
            case Outcome.Redirected redirected -> {
                seen.put("status", redirected.status());
                seen.put("location", redirected.location());
            }
            case Outcome.Answered answered -> {
                seen.put("status", answered.status());
                seen.put("body", answered.body());
            }
            case Outcome.Refused refused -> seen.put("status", refused.status());
            case Outcome.Missed missed -> seen.put("status", missed.status());
        }
        return seen;
    }

    private static void forwarded(Outcome.Forwarded forwarded, Map<String, @Nullable Object> seen) {
        seen.put("sent", forwarded.request().replace(" HTTP/1.1", ""));
        List<String> changes = new ArrayList<>(forwarded.headers());
        Map<String, Object> shares = new LinkedHashMap<>();
        for (Outcome.Share share : forwarded.destinations()) {
            shares.put(Situation.brief(share.cluster()), share.percent());
            changes.addAll(share.headers());
            seen.put("host", share.host());
            if (!share.trouble().isEmpty()) {
                seen.put("trouble", true);
            }
        }
        seen.put("to", shares.size() == 1 ? shares.keySet().iterator().next() : shares);
        seen.put("changes", changes);
        seen.put("timeout", forwarded.timeout());
        seen.put("retries", forwarded.retries());
        seen.put("retryOn", String.join(",", forwarded.retryOn()));
        seen.put("perTryTimeout", forwarded.perTryTimeout());
        Map<String, Object> shadows = new LinkedHashMap<>();
        forwarded
                .shadows()
                .forEach(copy -> shadows.merge(
                        Situation.brief(copy.cluster()), (Object) copy.percent(), (a, b) -> a + " and " + b));
        seen.put("shadows", shadows);
    }
}
