package io.sluice.watcher.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;

/** One file of manifests: YAML documents, or JSON, which is YAML too; a {@code kind: List} is unfolded. */
final class ManifestFile {
    /** A list of SeldonDeployments can be long; a file above this is a mistake. */
    private static final int MOST_CHARACTERS = 64 * 1024 * 1024;

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .loaderOptions(limits())
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private ManifestFile() {}

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        options.setMaxAliasesForCollections(50);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    /** Reads it into {@code documents}; true if all of it could be read. */
    static boolean read(Path file, List<Document> documents, List<Problem> problems) {
        String name = file.toString();
        List<Document> read = new ArrayList<>();
        try (MappingIterator<JsonNode> stream = YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
            while (stream.hasNextValue()) {
                unfold(stream.nextValue(), name, read);
            }
            documents.addAll(read);
            return true;
        } catch (JsonProcessingException malformed) {
            documents.addAll(read);
            problems.add(unreadable(name, place(malformed) + malformed.getOriginalMessage()));
            return false;
        } catch (IOException | RuntimeException failure) {
            documents.addAll(read);
            problems.add(unreadable(name, String.valueOf(failure.getMessage())));
            return false;
        }
    }

    private static void unfold(JsonNode document, String file, List<Document> documents) {
        if (document.path("kind").asText().equals("List")
                && document.path("items").isArray()) {
            document.path("items").forEach(item -> unfold(item, file, documents));
        } else if (!document.isNull() && !document.isMissingNode()) {
            documents.add(new Document(document, file));
        }
    }

    private static String place(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? ""
                : "line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr() + ": ";
    }

    private static Problem unreadable(String file, String why) {
        String firstLine = why.lines().findFirst().orElse(why);
        return new Problem(
                Severity.ERROR,
                Code.UNREADABLE_FILE,
                file,
                "",
                firstLine + "; mend the file: what was admitted from it before stays in force",
                file);
    }
}
