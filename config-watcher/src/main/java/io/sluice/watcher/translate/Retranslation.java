package io.sluice.watcher.translate;

import io.sluice.watcher.certificate.FileTexts;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Translates again after each change, and no more than it must: while all that routes are made of is what it was, endpoints alone are
 * made anew (docs/adr/0022). Remembers nothing that it could not find out again. Confined to its source's thread.
 */
public final class Retranslation {
    private final Translator translator;
    private List<Resource> madeOf = List.of();
    private Map<Files, FileTexts> files = Map.of();
    private @Nullable Routing routing;
    private long routings;

    public Retranslation(Settings settings) {
        translator = new Translator(settings);
    }

    public Translation translate(Manifests manifests) {
        List<Resource> now = manifests.routing();
        Routing known = routing;
        if (known == null || !same(now, madeOf) || !manifests.files().equals(files)) {
            known = translator.routing(manifests);
            routings++;
        }
        Translation translation = translator.endpoints(known, manifests);
        // Only what has been translated to its end counts as known.
        routing = known;
        madeOf = now;
        files = manifests.files();
        return translation;
    }

    /** Who was admitted before and says the same is the same instance; nobody compares a thousand objects field by field. */
    @SuppressWarnings("ReferenceEquality") // the very instance, or it is looked at again
    private static boolean same(List<Resource> now, List<Resource> before) {
        if (now.size() != before.size()) {
            return false;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != before.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** How often routes were made anew. */
    public long routings() {
        return routings;
    }
}
