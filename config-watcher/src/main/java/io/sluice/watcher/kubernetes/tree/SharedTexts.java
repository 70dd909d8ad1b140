package io.sluice.watcher.kubernetes.tree;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Serial;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps short texts once: five thousand pods say the same few thousand names, labels and images over and over. <em>Shared</em>: kinds are read
 * side by side. What does not fit is kept by whoever has it.
 */
public final class SharedTexts extends JsonNodeFactory {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 64;
    private static final int MOST = 50_000;

    private final transient ConcurrentMap<String, TextNode> texts = new ConcurrentHashMap<>();

    @Override
    public TextNode textNode(String text) {
        if (text == null || text.length() > LONGEST) {
            return super.textNode(text);
        }
        TextNode known = texts.get(text);
        if (known != null) {
            return known;
        }
        TextNode own = super.textNode(text);
        if (texts.size() >= MOST) {
            texts.clear();
        }
        TextNode first = texts.putIfAbsent(text, own);
        return first == null ? own : first;
    }
}
