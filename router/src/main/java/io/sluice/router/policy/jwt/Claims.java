package io.sluice.router.policy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a verified token says. Immutable. */
public final class Claims {
    private final Map<String, Object> payload;

    /** Those of {@link #payload} whose texts are lists, separated by blanks. */
    private final Map<String, Object> split = new HashMap<>();

    Claims(Map<String, Object> payload, Set<String> delimited) {
        this.payload = payload;
        for (String name : delimited) {
            if (payload.get(name) instanceof String text) {
                split.put(name, List.of(text.split(" ", -1)));
            }
        }
    }

    /** Asked of one text, as bytes. */
    public interface Question {
        boolean fits(byte[] bytes, int start, int end);
    }

    /**
     * Whether a claim, by its path from the root of the payload, is a text that fits, or a list with one. What is neither
     * fits nothing.
     */
    public boolean has(List<String> path, Question question) {
        return switch (find(path)) {
            case String text -> ask(text, question);
            case List<?> list -> {
                for (Object element : list) {
                    if (element instanceof String text && ask(text, question)) {
                        yield true;
                    }
                }
                yield false;
            }
            case null, default -> false;
        };
    }

    /** Whether a claim of the payload itself is a text that fits. */
    public boolean hasText(String name, Question question) {
        return payload.get(name) instanceof String text && ask(text, question);
    }

    private static boolean ask(String text, Question question) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return question.fits(bytes, 0, bytes.length);
    }

    private @Nullable Object find(List<String> path) {
        Object found = split.getOrDefault(path.get(0), payload.get(path.get(0)));
        for (int i = 1; i < path.size(); i++) {
            found = found instanceof Map<?, ?> map ? map.get(path.get(i)) : null;
        }
        return found;
    }

    /** As the token has it: nothing is split. */
    @Nullable
    Object raw(List<String> path) {
        Object found = payload;
        for (String name : path) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return found;
    }

    /** Of whom they are is nobody's to read. */
    @Override
    public String toString() {
        return "claims";
    }
}
