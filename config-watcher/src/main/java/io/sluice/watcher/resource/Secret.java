package io.sluice.watcher.resource;

import io.sluice.table.tls.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a Kubernetes Secret holds for TLS; other Secrets hold nothing here, and nothing else of a Secret is kept.
 *
 * @param certificate with its key; null = it has none
 * @param authorities whom to believe, PEM; null = it says nothing
 * @param revoked PEM; null = it says nothing
 */
public record Secret(
        Meta meta,
        @Nullable Certificate certificate,
        @Nullable String authorities,
        @Nullable String revoked) implements Resource {}
