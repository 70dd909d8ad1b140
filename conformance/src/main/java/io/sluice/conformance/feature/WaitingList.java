package io.sluice.conformance.feature;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cases that cannot pass yet, and the capabilities that they wait for: {@code waiting.yaml}.
 *
 * @param capabilities word → what it stands for
 * @param cases name → words
 */
public record WaitingList(Map<String, String> capabilities, Map<String, List<String>> cases) {
    public WaitingList {
        capabilities = new TreeMap<>(capabilities);
        cases = new TreeMap<>(cases);
    }

    /** @throws CaseMistake if a case waits for nothing, or for a word that is not explained */
    public static WaitingList read(Path file) {
        YamlMap list = YamlMap.of(file.getFileName().toString(), CaseFile.load(file));
        Map<String, String> capabilities = list.map("capabilities").each(text -> text);
        YamlMap waiting = list.map("cases");
        Map<String, List<String>> cases = new LinkedHashMap<>();
        for (String name : waiting.everything().keySet()) {
            List<String> words = waiting.texts(name);
            if (words.isEmpty()) {
                throw waiting.mistake(name + " waits for nothing");
            }
            for (String word : words) {
                if (!capabilities.containsKey(word)) {
                    throw waiting.mistake(name + " waits for " + word + ", which capabilities does not explain");
                }
            }
            cases.put(name, words);
        }
        list.end();
        return new WaitingList(capabilities, cases);
    }

    public boolean holds(String name) {
        return cases.containsKey(name);
    }

    /** Names that are listed but are no case. */
    public Set<String> unknown(Set<String> known) {
        Set<String> unknown = new TreeSet<>(cases.keySet());
        unknown.removeAll(known);
        return unknown;
    }
}
