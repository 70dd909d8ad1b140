package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * What a cluster holds, read once and whole, for a review: unlike what is followed nothing is taken out of it, and kinds that routing never
 * looks at are among it. No Secret is.
 */
public final class Snapshot {
    private static final int PAGE = 500;

    /** Where else something may stand for Istio's sake. */
    private static final List<Asked> BESIDE = List.of(
            new Asked("Deployment", "/apis/apps/v1/deployments", "apps/v1"),
            new Asked("StatefulSet", "/apis/apps/v1/statefulsets", "apps/v1"),
            new Asked("DaemonSet", "/apis/apps/v1/daemonsets", "apps/v1"),
            new Asked("Job", "/apis/batch/v1/jobs", "batch/v1"),
            new Asked("CronJob", "/apis/batch/v1/cronjobs", "batch/v1"),
            new Asked("Rollout", "/apis/argoproj.io/v1alpha1/rollouts", "argoproj.io/v1alpha1"),
            new Asked("Ingress", "/apis/networking.k8s.io/v1/ingresses", "networking.k8s.io/v1"),
            new Asked("Gateway", "/apis/gateway.networking.k8s.io/v1/gateways", "gateway.networking.k8s.io/v1"));

    private final ApiServer server;
    private final List<Document> documents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private record Asked(String kind, String path, String apiVersion) {}

    private Snapshot(ApiServer server) {
        this.server = server;
    }

    /**
     * Kinds that the server does not know are left out, and those that may not be read, with a problem.
     *
     * @throws IOException if it cannot be reached, or answers with what is no list
     */
    public static Documents of(KubernetesClient client) throws IOException {
        Snapshot snapshot = new Snapshot(new ApiServer(client, Patience.DEFAULT));
        for (Kind kind : Kind.ALL) {
            snapshot.read(kind);
        }
        for (Asked asked : BESIDE) {
            snapshot.read(asked);
        }
        return new Documents(snapshot.documents, snapshot.problems, Set.of(), true);
    }

    /** In the first version that is served. */
    private void read(Kind kind) throws IOException {
        for (String version : kind.versions()) {
            if (read(new Asked(kind.name(), kind.path(version, ""), kind.apiVersion(version)))) {
                return;
            }
        }
    }

    /** False if the server does not know it. */
    private boolean read(Asked asked) throws IOException {
        String next = "";
        do {
            JsonNode list;
            try {
                list = get(asked.path() + "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + next));
            } catch (Refused refused) {
                if (refused.absent()) {
                    return false;
                }
                if (!refused.forbidden()) {
                    throw refused;
                }
                problems.add(new Problem(
                        Severity.WARNING,
                        Code.KIND_FORBIDDEN,
                        asked.kind(),
                        "",
                        "may not be listed by who asks, and is left out of the review",
                        ""));
                return true;
            }
            for (JsonNode item : list.path("items")) {
                if (item instanceof ObjectNode object) {
                    // Items of built-in kinds do not say what they are.
                    if (!object.hasNonNull("apiVersion")) {
                        object.put("apiVersion", asked.apiVersion()).put("kind", asked.kind());
                    }
                    documents.add(Document.of(object));
                }
            }
            next = URLEncoder.encode(list.path("metadata").path("continue").asText(""), StandardCharsets.UTF_8);
        } while (!next.isEmpty());
        return true;
    }

    private JsonNode get(String path) throws IOException {
        try {
            JsonNode list = Page.JSON.readTree(server.get(path, Answer.bytes()).join());
            if (!list.path("kind").asText().endsWith("List")) {
                throw new IOException(path + ": the API server answers with what is no list");
            }
            return list;
        } catch (CompletionException failed) {
            Throwable cause = ApiServer.cause(failed);
            if (cause instanceof Refused refused) {
                throw refused;
            }
            throw new IOException("the API server cannot be read: " + cause, cause);
        }
    }
}
