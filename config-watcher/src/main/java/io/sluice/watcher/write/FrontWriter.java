package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.front.FrontSlice;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.write.Api.Answer;
import io.sluice.watcher.write.Api.Method;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes one step: looks what is there, and writes only what is still ours, at the version that was seen. Confined to its thread. */
final class FrontWriter {
    private final Api api;
    private final FrontTrees trees;

    FrontWriter(Api api, FrontTrees trees) {
        this.api = api;
        this.trees = trees;
    }

    /**
     * Done, or found not to be ours to do: then what is there has changed, and another plan comes of that.
     *
     * @throws IOException if it is to be tried again
     */
    void take(Step step) throws IOException {
        switch (step) {
            case WriteService write -> service(write.service());
            case WriteSlice write -> slice(write.slice());
            case WithdrawSlice gone -> withdraw(Paths.slices(gone.namespace()), gone.name(), trees::isOurSlice);
            case WithdrawService gone -> withdraw(Paths.services(gone.namespace()), gone.name(), trees::isOurService);
        }
    }

    /** For people. */
    static String past(Step step) {
        return switch (step) {
            case WriteService write -> "wrote front Service " + write.namespace() + "/" + write.name();
            case WriteSlice write ->
                "wrote " + write.slice().endpoints().size() + " routers into EndpointSlice " + write.namespace() + "/"
                        + write.name();
            case WithdrawSlice gone -> "withdrew EndpointSlice " + gone.namespace() + "/" + gone.name();
            case WithdrawService gone -> "withdrew front Service " + gone.namespace() + "/" + gone.name();
        };
    }

    private void service(FrontService service) throws IOException {
        JsonNode owner = owner(service.owner());
        if (owner != null) {
            write(
                    Paths.services(service.namespace()),
                    trees.service(service, owner),
                    trees::isOurService,
                    there -> trees.fill(there, service, owner));
        }
    }

    /** Behind a Service that is ours alone. */
    private void slice(FrontSlice slice) throws IOException {
        JsonNode there = read(Paths.services(slice.namespace()) + "/" + slice.service());
        if (there != null && trees.isOurService(there)) {
            JsonNode service = named(there, "v1", "Service");
            write(
                    Paths.slices(slice.namespace()),
                    trees.slice(slice, service),
                    trees::isOurSlice,
                    written -> trees.fill(written, slice, service));
        }
    }

    /** Single objects say what they are, but not every server repeats it. */
    private static JsonNode named(JsonNode object, String apiVersion, String kind) {
        ObjectNode named = object.deepCopy();
        return named.put("apiVersion", apiVersion).put("kind", kind);
    }

    private void write(String collection, ObjectNode wanted, Predicate<JsonNode> ours, Consumer<ObjectNode> fill)
            throws IOException {
        String path = collection + "/" + wanted.path("metadata").path("name").asText();
        JsonNode there = read(path);
        if (there == null) {
            Answer created = api.ask(Method.POST, collection, wanted);
            if (!created.conflict()) { // else somebody was first
                require(created);
            }
        } else if (ours.test(there)) {
            ObjectNode changed = there.deepCopy();
            fill.accept(changed);
            if (!changed.equals(there)) {
                require(api.ask(Method.PUT, path, changed));
            }
        }
    }

    private void withdraw(String collection, String name, Predicate<JsonNode> ours) throws IOException {
        String path = collection + "/" + name;
        JsonNode there = read(path);
        if (there != null && ours.test(there)) {
            ObjectNode options = JsonNodeFactory.instance.objectNode();
            options.put("apiVersion", "v1").put("kind", "DeleteOptions");
            JsonNode seen = there.path("metadata");
            options.putObject("preconditions")
                    .put("uid", seen.path("uid").asText())
                    .put("resourceVersion", seen.path("resourceVersion").asText());
            Answer deleted = api.ask(Method.DELETE, path, options);
            if (!deleted.absent()) {
                require(deleted);
            }
        }
    }

    /** Null if it has gone: then what it would own has no reason to be. */
    private @Nullable JsonNode owner(ObjectId id) throws IOException {
        for (String path : Paths.of(id)) {
            JsonNode found = read(path);
            if (found != null) {
                return named(found, Paths.apiVersion(path), id.kind());
            }
        }
        return null;
    }

    private @Nullable JsonNode read(String path) throws IOException {
        Answer answer = api.ask(Method.GET, path, null);
        if (answer.absent()) {
            return null;
        }
        require(answer);
        return answer.body();
    }

    private static void require(Answer answer) throws IOException {
        if (!answer.success()) {
            throw new IOException(answer.said());
        }
    }
}
