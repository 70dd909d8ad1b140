package io.sluice.watcher.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes in what the API server answers, as it comes. Confined to one thread at a time.
 *
 * @param <T> what is made of it
 */
interface Answer<T> {
    /** @param bytes are the caller's again afterwards */
    void part(ByteBuffer bytes) throws IOException;

    /** @throws IOException if it is not the whole of one */
    T end() throws IOException;

    /** All of it, as it is. */
    static Answer<byte[]> bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        return new Answer<>() {
            @Override
            public void part(ByteBuffer bytes) {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                all.writeBytes(part);
            }

            @Override
            public byte[] end() {
                return all.toByteArray();
            }
        };
    }
}
