package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.explain.Explainer;
import io.sluice.router.explain.Inspection;
import io.sluice.router.explain.Json;
import io.sluice.router.explain.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is served, and why a request goes where it goes: {@code /v1/…}, as JSON, errors too. */
final class Inspector {
    private final Explainer explainer;
    private final ManifestNews manifests;

    Inspector(Explainer explainer, ManifestNews manifests) {
        this.explainer = explainer;
        this.manifests = manifests;
    }

    Map<String, Page> pages() {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/v1/routes", asked -> table(Inspection::routes));
        pages.put("/v1/clusters", asked -> table(Inspection::clusters));
        pages.put("/v1/endpoints", asked -> table(Inspection::endpointRows));
        pages.put("/v1/problems", asked -> Answer.json(manifests.problems().get()));
        pages.put("/v1/changes", asked -> Answer.json(manifests.changes().get()));
        pages.put("/v1/explain", Page.ofQuestions(this::explain));
        return pages;
    }

    private Answer table(Function<Inspection, List<?>> rows) {
        return Answer.json(Json.of(rows.apply(explainer.inspect())));
    }

    /** {@code method}, {@code url}, any number of {@code header=name:value}, and {@code from}, a caller's address. */
    private Answer explain(HttpExchange asked) {
        Parameters parameters = Parameters.of(asked);
        String url = parameters.first("url", "");
        if (url.isEmpty()) {
            throw new IllegalArgumentException(
                    "say which request: /v1/explain?method=GET&url=http://host:port/path&header=name:value");
        }
        Question question = Question.of(
                parameters.first("method", "GET"), url, parameters.all("header"), parameters.first("from", ""));
        return Answer.json(Json.of(explainer.explain(question)));
    }
}
