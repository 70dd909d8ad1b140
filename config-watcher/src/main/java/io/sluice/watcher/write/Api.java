package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An API server, as far as writers speak to it. */
interface Api {

    /**
     * @param path with the query, if there is one
     * @param body null = none
     * @throws IOException if it cannot be reached, or does not answer in time
     */
    Answer ask(Method method, String path, @Nullable ObjectNode body) throws IOException;

    /** What writers do; RBAC calls them get, create, update and delete. */
    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** @param body a Status where it is no success */
    record Answer(int status, JsonNode body) {
        boolean success() {
            return status >= 200 && status < 300;
        }

        boolean absent() {
            return status == 404;
        }

        /** Someone else wrote in between, or was there first. */
        boolean conflict() {
            return status == 409;
        }

        String said() {
            return "the API server answers " + status + ": "
                    + body.path("message").asText("no reason given");
        }
    }
}
