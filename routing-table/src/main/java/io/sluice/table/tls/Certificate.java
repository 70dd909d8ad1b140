package io.sluice.table.tls;

/** A certificate chain and its key, PEM. The key never appears in {@link #toString}. */
public record Certificate(String chainPem, String keyPem) {
    @Override
    public String toString() {
        return "Certificate[chainPem=" + chainPem.hashCode() + ", keyPem=…]";
    }
}
