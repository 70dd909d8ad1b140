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
 * What was in force last, in a file, for a start while the API server is away: a line that says what it is and what it hashes to, then an
 * object a line. It is written beside its place and moved there, so that whoever reads finds the one before or the one after; what is
 * torn all the same does not hash to what it says. Secrets are never written.
 */
final class LastGood {
    private static final String FORMAT = "sluice-manifests 1 ";

    private final Path file;

    LastGood(Path file) {
        this.file = file;
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
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String head = new String(bytes, 0, end, StandardCharsets.US_ASCII);
        ByteBuffer body = ByteBuffer.wrap(bytes, Math.min(end + 1, bytes.length), Math.max(0, bytes.length - end - 1));
        if (!head.equals(FORMAT + hash(body))) {
            throw new IOException(file + " is not what was written there, or of another version");
        }
        List<ObjectNode> objects = new ArrayList<>();
        try (JsonParser parser = Page.JSON.createParser(bytes, end + 1, bytes.length - end - 1)) {
            while (parser.nextToken() != null) {
                if (TreeBuilder.read(parser, Page.JSON.getNodeFactory(), Shape.WHOLE) instanceof ObjectNode object) {
                    objects.add(object);
                }
            }
        }
        return Optional.of(objects);
    }

    void write(List<Document> documents) throws IOException {
        StringBuilder lines = new StringBuilder();
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
