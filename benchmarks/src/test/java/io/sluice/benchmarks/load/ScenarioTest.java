package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyBodyIsAPredictionRequest(Scenario scenario) throws IOException {
        String body = scenario.body();
        assertThat(new ObjectMapper()
                        .readTree(body.substring(body.indexOf('{')))
                        .at("/data/ndarray/0")
                        .size())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1k, 1000", "16k, 16000", "100k, 100000", "1m, 1000000", "grpc, 1000", "grpc-10m, 10000000"})
    void aBodyIsAboutAsLongAsItsWordSays(String word, int bytes) {
        assertThat(Scenario.named(word).body().length()).isCloseTo(bytes, withPercentage(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "grpc-10m"})
    void aGrpcMessageSaysItsLength(String word) {
        ByteBuffer message = ByteBuffer.wrap(Scenario.named(word).body().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(message.get()).isZero();
        assertThat(message.getInt()).isEqualTo(message.remaining());
    }

    @Test
    void anUnknownWordIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenario.named("2k"))
                .hasMessageContaining("small, 1k, 16k, 100k, 1m, chunked, tls, handshakes, h2, grpc");
    }

    @ParameterizedTest
    @CsvSource({"tls, false", "handshakes, true", "small, false"})
    void aHandshakeARequestNeedsAConnectionARequest(String word, boolean closed) {
        assertThat(Scenario.named(word).http1Request().contains("\r\nconnection: close\r\n"))
                .isEqualTo(closed);
    }

    @Test
    void chunksHoldTheBody() {
        String request = Scenario.CHUNKED.http1Request();
        String chunks = request.substring(request.indexOf("\r\n\r\n") + 4);
        StringBuilder body = new StringBuilder();
        int at = 0;
        for (int bytes = -1; bytes != 0; ) {
            int line = chunks.indexOf("\r\n", at);
            bytes = Integer.parseInt(chunks.substring(at, line), 16);
            body.append(chunks, line + 2, line + 2 + bytes);
            at = line + 2 + bytes + 2;
        }
        assertThat(body.toString()).isEqualTo(Scenario.CHUNKED.body());
        assertThat(at).isEqualTo(chunks.length());
    }
}
