package io.sluice.table.tls;

import org.jspecify.annotations.Nullable;

/**
 * Whom to believe.
 *
 * @param certificatesPem null = the operating system's trust store
 * @param revokedPem certificate revocation lists; null = none
 */
public record TrustedCa(
        @Nullable String certificatesPem, @Nullable String revokedPem) {}
