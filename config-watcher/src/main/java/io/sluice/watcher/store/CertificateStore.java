package io.sluice.watcher.store;

import io.sluice.watcher.certificate.BadPem;
import io.sluice.watcher.certificate.Certificates;
import io.sluice.watcher.certificate.FileTexts;
import io.sluice.watcher.resource.ServerTls.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what each set of files last held that was good: a key and its certificate are two files, and between two writes they are
 * none of each other's. Confined to its source's thread.
 */
public final class CertificateStore {
    private Map<Files, FileTexts> good = Map.of();

    /** What is in force of each set. */
    public Map<Files, FileTexts> apply(Set<Files> sets, Map<String, String> texts) {
        Map<Files, FileTexts> inForce = new HashMap<>();
        Map<Files, FileTexts> next = new HashMap<>();
        for (Files set : sets) {
            FileTexts now = new FileTexts(
                    texts.get(set.certificate()),
                    texts.get(set.key()),
                    texts.get(set.authorities()),
                    texts.get(set.revoked()),
                    null);
            String fault = fault(set, now);
            FileTexts before = good.get(set);
            FileTexts counts = fault == null || before == null ? now : before.inSpiteOf(fault);
            inForce.put(set, counts);
            if (fault == null) {
                next.put(set, now);
            } else if (before != null) {
                next.put(set, before);
            }
        }
        good = next;
        return inForce;
    }

    /** Null = it is good. */
    private static @Nullable String fault(Files set, FileTexts now) {
        String wanted = "of the files " + set.names() + " one ";
        try {
            if (!set.certificate().isEmpty()) {
                if (now.certificate() == null || now.key() == null) {
                    return wanted + "cannot be read";
                }
                Certificates.withKey(now.certificate(), now.key());
            }
            if (!set.authorities().isEmpty()) {
                if (now.authorities() == null) {
                    return wanted + "cannot be read";
                }
                Certificates.authorities(now.authorities());
            }
            if (!set.revoked().isEmpty()) {
                if (now.revoked() == null) {
                    return wanted + "cannot be read";
                }
                Certificates.revoked(now.revoked());
            }
            return null;
        } catch (BadPem bad) {
            return wanted + bad.sentence();
        }
    }
}
