package io.sluice.watcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final Kind POD = Kind.ALL.stream()
            .filter(kind -> kind.name().equals("Pod"))
            .findFirst()
            .orElseThrow();

    private static final byte[] LIST = """
        {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "12", "continue": "näxt"},
         "items": [
          {"metadata": {"name": "a-é", "namespace": "my-ns", "uid": "u", "labels": {"version": "main"},
                        "managedFields": [{"manager": "k", "fieldsV1": {"f:metadata": {}}}],
                        "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "r", "uid": "v"}]},
           "spec": {"nodeName": "n", "serviceAccountName": "default",
                    "containers": [{"name": "c", "image": "i", "env": [{"name": "E", "value": "x"}]}]},
           "status": {"phase": "Running", "podIP": "10.0.0.1", "podIPs": [{"ip": "10.0.0.1"}]}},
          {"metadata": {"name": "b"}}]}
        """.strip().getBytes(StandardCharsets.UTF_8);

    private static final String[] KEPT = {
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a-é\",\"namespace\":\"my-ns\","
                + "\"labels\":{\"version\":\"main\"},\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"r\"}]},"
                + "\"spec\":{\"serviceAccountName\":\"default\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]},"
                + "\"status\":{\"podIP\":\"10.0.0.1\",\"podIPs\":[{\"ip\":\"10.0.0.1\"}]}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"}}"
    };

    private static Page read(byte[]... parts) throws IOException {
        Answer<Page> reader = Page.reader(POD, "v1");
        for (byte[] part : parts) {
            reader.part(ByteBuffer.wrap(part));
        }
        return reader.end();
    }

    @Test
    void whatIsKeptOfAListIsTheSameWhereverItIsSplit() throws IOException {
        for (int split = 0; split <= LIST.length; split++) {
            Page page = read(part(0, split), part(split, LIST.length));
            assertThat(page.resourceVersion()).isEqualTo("12");
            assertThat(page.next()).isEqualTo("näxt");
            assertThat(page.items()).extracting(Object::toString).containsExactly(KEPT);
        }
    }

    @Test
    void aListThatEndsAnywhereBeforeItsEndIsNone() {
        for (int end = 0; end < LIST.length; end++) {
            byte[] part = part(0, end);
            assertThatThrownBy(() -> read(part)).as("%d bytes", end).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>welcome</html>",
                "[]",
                "{}",
                "{\"kind\": \"Status\", \"items\": []}",
                "{\"metadata\": {\"resourceVersion\": \"1\"}}",
                "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": {}}",
                "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": [1]}",
                "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": []} {}",
            })
    void whatIsNoListIsNone(String answer) {
        assertThatThrownBy(() -> read(answer.getBytes(StandardCharsets.UTF_8))).isInstanceOf(IOException.class);
    }

    @Test
    void noItemsMayBeWrittenAsNull() throws IOException {
        String answer = "{\"metadata\": {\"resourceVersion\": \"1\"}, \"items\": null}";
        assertThat(read(answer.getBytes(StandardCharsets.UTF_8)).items()).isEmpty();
    }

    private static byte[] part(int begin, int end) {
        byte[] part = new byte[end - begin];
        System.arraycopy(LIST, begin, part, 0, part.length);
        return part;
    }
}
