package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.kubernetes.tree.Shape;
import io.sluice.watcher.kubernetes.tree.TreeBuilder;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was in force last, in a file, for a start while the API server is away: a line that says what it is and what the rest hashes to, one
 * that says of which part of the cluster it is, then an object a line. It is written beside its place and moved there, so that whoever reads finds the one before or the one after; what is
 * torn all the same does not hash to what it says. Secrets are never written.
 */
final class LastGood {
    private static final String FORMAT = "sluice-manifests 2 ";

    private final Path file;
    private final String scope;

    /** @param scope whose objects are kept: what was kept of another one is not what is to be served */
    LastGood(Path file, Scope scope) {
        this.file = file;
        this.scope = scope.inWords();
    }

    /**
     * The objects; empty if there is no such file yet.
     *
     * @throws IOException if it cannot be read, or is not what was written
     */
    Optional<List<ObjectNode>> read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        int second = afterLine(bytes, 0);
        if (!line(bytes, 0, second).equals(FORMAT + hash(ByteBuffer.wrap(bytes, second, bytes.length - second)))) {
            throw new IOException(file + " is not what was written there, or of another version");
        }
        int third = afterLine(bytes, second);
        String kept = line(bytes, second, third);
        if (!kept.equals(scope)) {
            throw new IOException(file + " was kept of " + kept + ", and not of " + scope);
        }
        List<ObjectNode> objects = new ArrayList<>();
        try (JsonParser parser = Page.JSON.createParser(bytes, third, bytes.length - third)) {
            while (parser.nextToken() != null) {
                if (TreeBuilder.read(parser, Page.JSON.getNodeFactory(), Shape.WHOLE) instanceof ObjectNode object) {
                    objects.add(object);
                }
            }
        }
        return Optional.of(objects);
    }

    private static int afterLine(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, bytes.length);
    }

    private static String line(byte[] bytes, int from, int after) {
        return new String(bytes, from, after - from, StandardCharsets.UTF_8).stripTrailing();
    }

    void write(List<Document> documents) throws IOException {
        StringBuilder lines = new StringBuilder(scope).append('\n');
        for (Document document : documents) {
            if (!document.content().path("kind").asText().equals("Secret")) {
                lines.append(document.content()).append('\n');
            }
        }
        byte[] body = lines.toString().getBytes(StandardCharsets.UTF_8);
        byte[] head = (FORMAT + hash(ByteBuffer.wrap(body)) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (FileChannel channel = create(beside)) {
            writeWhole(channel, ByteBuffer.wrap(head));
            writeWhole(channel, ByteBuffer.wrap(body));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** For nobody else to read. */
    private static FileChannel create(Path path) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(path, options);
    }

    private static void writeWhole(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String hash(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
