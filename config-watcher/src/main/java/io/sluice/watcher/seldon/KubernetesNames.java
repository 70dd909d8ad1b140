package io.sluice.watcher.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes itself refuses of the operator's objects: Seldon's webhook checks no name (seldon.md §3.1, shape traps), so
 * that the API server's answer becomes the operator's error, and no route is written.
 */
final class KubernetesNames {
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final int MOST_CHARACTERS = 63;

    private KubernetesNames() {}

    /**
     * A Service without a name is not even sent.
     *
     * @throws Refusal if one has none
     */
    static void requireNames(List<ObjectNode> services) {
        for (ObjectNode service : services) {
            if (nameOf(service).isEmpty()) {
                throw new Refusal(
                        Code.REFUSED, "", "Service \"\" is invalid: metadata.name: Required value: name is required");
            }
        }
    }

    /** Why the API server would refuse one of them; null if it would not. */
    static @Nullable Refusal refusal(SeldonDeployment deployment, List<ObjectNode> written) {
        for (ObjectNode object : written) {
            String kind = object.path("kind").asText();
            String wrong = kind.equals("Service") ? label(nameOf(object)) : subdomain(nameOf(object));
            if (wrong != null) {
                return new Refusal(
                        Code.REFUSED,
                        "",
                        kind + " \"" + nameOf(object) + "\": metadata.name: " + wrong
                                + "; rename the deployment or the predictor, or set seldon.io/svc-name");
            }
        }
        for (Predictor predictor : deployment.predictors()) {
            String wrong = value(DestinationRules.version(predictor));
            if (wrong != null) {
                return new Refusal(
                        Code.REFUSED,
                        predictor.path(),
                        "Deployment of predictor \"" + predictor.name() + "\": label version=\""
                                + DestinationRules.version(predictor) + "\": " + wrong
                                + "; set labels.version of the predictor");
            }
        }
        return null;
    }

    private static String nameOf(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static @Nullable String label(String name) {
        if (name.length() > MOST_CHARACTERS) {
            return "must be no more than " + MOST_CHARACTERS + " characters";
        }
        return LABEL.matcher(name).matches()
                ? null
                : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                        + " character, and end with an alphanumeric character";
    }

    private static @Nullable String subdomain(String name) {
        return SUBDOMAIN.matcher(name).matches()
                ? null
                : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                        + " must start and end with an alphanumeric character";
    }

    private static @Nullable String value(String value) {
        if (value.length() > MOST_CHARACTERS) {
            return "must be no more than " + MOST_CHARACTERS + " characters";
        }
        return VALUE.matcher(value).matches()
                ? null
                : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                        + " must start and end with an alphanumeric character";
    }
}
