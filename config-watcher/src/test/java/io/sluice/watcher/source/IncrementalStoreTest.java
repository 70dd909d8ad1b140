package io.sluice.watcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents.Document;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.ResourceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** What is remembered between changes saves work and changes nothing else: read and judged from scratch, all is the same. */
class IncrementalStoreTest {
    private static final String[] FILES = {"a.yaml", "b.yaml", "sub/a.yaml", "sub/c.yaml"};
    private static final String[] CONTENTS = {
        "{selector: {app: m}, ports: [{name: http, port: 8000}]}",
        "{selector: {app: m}, ports: [{name: http, port: 8001}]}",
        "{ports: [{name: http, port: many}]}",
        "{unknown: 1, ports: []}"
    };

    private Path root = Path.of("");
    private Path away = Path.of("");
    private long times;

    @BeforeTry
    void directory() throws IOException {
        Path own = Files.createTempDirectory("incremental");
        root = Files.createDirectories(own.resolve("manifests"));
        away = own.resolve("away");
        Files.createDirectory(root.resolve("sub"));
    }

    @AfterTry
    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolveSibling(""))) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One edit of the directory; true if one file was written and nothing else happened. */
    interface Edit {
        boolean make(IncrementalStoreTest test) throws IOException;
    }

    @Property(tries = 60)
    void isTheSameAsFromScratch(@ForAll("edits") List<Edit> edits) throws IOException {
        ManifestFiles files = new ManifestFiles();
        ResourceStore store = new ResourceStore(Settings.DEFAULT);
        Simple simple = new Simple();
        for (Edit edit : edits) {
            long parsed = files.parsed();
            boolean written = edit.make(this);
            Contents incremental = store.apply(files.read(Listing.of(List.of(root))));
            assertThat(incremental.declared())
                    .containsExactlyInAnyOrderElementsOf(simple.apply(DirectorySource.read(List.of(root))));
            assertThat(files.parsed() - parsed).isLessThanOrEqualTo(written ? 1 : FILES.length);
        }
        // Its problems too, where no broken file has left a memory.
        Documents last = DirectorySource.read(List.of(root));
        if (last.unreadable().isEmpty()) {
            Contents incremental = store.apply(files.read(Listing.of(List.of(root))));
            assertThat(incremental.problems().stream()
                            .map(problem -> problem.code() + problem.object() + problem.file() + problem.line()))
                    .containsExactlyInAnyOrderElementsOf(new ResourceStore(Settings.DEFAULT)
                            .apply(last).problems().stream()
                                    .map(problem -> problem.code() + problem.object() + problem.file() + problem.line())
                                    .toList());
        }
    }

    /** The sentence of the specification: the first document of an object counts; refused or out of sight, it keeps its last. */
    private static final class Simple {
        private Map<ObjectId, Resource> admitted = Map.of();

        private List<Resource> apply(Documents documents) {
            Map<ObjectId, Resource> next = new LinkedHashMap<>();
            Set<ObjectId> seen = new HashSet<>();
            for (Document document : documents.documents()) {
                JsonNode content = document.content();
                ObjectId id = Resources.idOf(content);
                if (!seen.add(id)) {
                    continue;
                }
                try {
                    Resource resource = Resources.read(content, id, document.file(), problem -> {});
                    next.put(id, resource);
                } catch (Refusal refused) {
                    if (admitted.containsKey(id)) {
                        next.put(id, admitted.get(id));
                    }
                }
            }
            admitted.forEach((id, before) -> {
                boolean outOfSight = documents.unreadable().stream()
                        .anyMatch(path -> Path.of(before.meta().file()).startsWith(path));
                if (!seen.contains(id) && outOfSight) {
                    next.put(id, before);
                }
            });
            admitted = new HashMap<>(next);
            return new ArrayList<>(next.values());
        }
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> file = Arbitraries.of(FILES);
        Arbitrary<String> document = Combinators.combine(Arbitraries.of("p", "q", "r"), Arbitraries.of(CONTENTS))
                .as((name, spec) -> "apiVersion: v1\nkind: Service\nmetadata: {name: " + name
                        + ", namespace: ns}\nspec: " + spec + "\n");
        Arbitrary<String> documents = document.list().ofMaxSize(3).map(list -> String.join("---\n", list));
        Arbitrary<Edit> write = Combinators.combine(file, documents).as((name, text) -> test -> test.write(name, text));
        Arbitrary<Edit> broken = Combinators.combine(file, documents)
                .as((name, text) -> test -> test.write(name, text + "---\nkind: [Serv"));
        Arbitrary<Edit> delete = file.map(name -> test -> test.delete(name));
        Arbitrary<Edit> move = Combinators.combine(file, file).as((from, to) -> test -> test.move(from, to));
        Arbitrary<Edit> link = file.map(name -> test -> test.dangle(name));
        Arbitrary<Edit> vanish = Arbitraries.just(test -> test.vanishOrReturn());
        return Arbitraries.frequencyOf(
                        Tuple.of(6, write),
                        Tuple.of(2, broken),
                        Tuple.of(2, delete),
                        Tuple.of(2, move),
                        Tuple.of(1, link),
                        Tuple.of(1, vanish))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    private Path path(String file) throws IOException {
        if (!Files.exists(root)) {
            Files.move(away, root);
        }
        return root.resolve(file);
    }

    /** As editors do it; times never repeat, however coarse the file system's clock. */
    private boolean write(String file, String text) throws IOException {
        boolean there = Files.exists(root);
        Path path = path(file);
        Path next = path.resolveSibling(".next");
        Files.writeString(next, text);
        Files.setLastModifiedTime(next, FileTime.fromMillis(1_000_000 + 10 * ++times));
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        return there;
    }

    private boolean delete(String file) throws IOException {
        Files.deleteIfExists(path(file));
        return false;
    }

    private boolean move(String from, String to) throws IOException {
        if (Files.exists(path(from)) && !from.equals(to)) {
            Files.move(path(from), path(to), StandardCopyOption.REPLACE_EXISTING);
        }
        return false;
    }

    private boolean dangle(String file) throws IOException {
        Files.deleteIfExists(path(file));
        Files.createSymbolicLink(path(file), root.resolve("nowhere"));
        return false;
    }

    private boolean vanishOrReturn() throws IOException {
        if (Files.exists(root)) {
            Files.move(root, away);
        } else {
            Files.move(away, root);
        }
        return false;
    }

    @Test
    void oneChangeAmongManyIsOneFileReadAndOneObjectJudged() throws IOException {
        directory();
        for (int i = 0; i < 300; i++) {
            write("service-" + i + ".yaml", service(i, 8000) + "---\n" + service(1000 + i, 8000));
        }
        ManifestFiles files = new ManifestFiles();
        ResourceStore store = new ResourceStore(Settings.DEFAULT);
        store.apply(files.read(Listing.of(List.of(root))));
        assertThat(files.parsed()).isEqualTo(300);
        assertThat(store.judged()).isEqualTo(600);

        write("service-7.yaml", service(7, 9000) + "---\n" + service(1007, 8000));
        Contents contents = store.apply(files.read(Listing.of(List.of(root))));
        assertThat(files.parsed()).isEqualTo(301);
        assertThat(store.judged()).isEqualTo(601);
        assertThat(contents.declared()).hasSize(600);
        delete();
    }

    private static String service(int number, int port) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: s" + number + "}\nspec: {ports: [{port: " + port
                + "}]}\n";
    }
}
