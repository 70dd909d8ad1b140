package io.sluice.watcher.seldon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.GoldenCase;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.resource.SeldonDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator writes of deployments that its webhook would have refused. */
class WebhookBypassedTest {
    static List<GoldenCase> refused() {
        return GoldenCase.all().stream()
                .filter(recorded ->
                        !recorded.expected().at("/admission/0/allowed").asBoolean())
                // The operator panics, which nobody can see who has a webhook, as we do.
                .filter(recorded -> !recorded.expected().path("error").asText().startsWith("panic"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isWrittenAllTheSame(GoldenCase recorded) {
        JsonNode document = GoldenCase.read(recorded.input());
        SeldonDeployment deployment = (SeldonDeployment) Objects.requireNonNull(Resources.read(
                document, Objects.requireNonNull(Resources.idOf(document)), "input.yaml", problem -> {}));
        Operator operator = new Operator(recorded.settings());
        JsonNode expected = recorded.expected();
        if (expected.has("error")) {
            assertThatThrownBy(() -> operator.write(deployment))
                    .isInstanceOf(Refusal.class)
                    .hasMessage(expected.path("error").asText());
            return;
        }
        // Objects of one name overwrite each other, in the order in which they are written.
        List<ObjectNode> written = new ArrayList<>(operator.write(deployment));
        assertThat(GoldenCase.byName(written, "VirtualService"))
                .isEqualTo(GoldenCase.byName(expected.path("virtualServices"), "VirtualService"));
        assertThat(GoldenCase.byName(written, "DestinationRule"))
                .isEqualTo(GoldenCase.byName(expected.path("destinationRules"), "DestinationRule"));
    }
}
