package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One build runs on both architectures: the jars hold epoll and TLS for each, and each is for the machine that its name says. */
class NativeLibrariesTest {
    /** Where an ELF header says for which machine it is. */
    private static final int MACHINE = 18;

    @ParameterizedTest
    @CsvSource({
        "libnetty_transport_native_epoll_x86_64.so, 62",
        "libnetty_transport_native_epoll_aarch_64.so, 183",
        "libnetty_tcnative_linux_x86_64.so, 62",
        "libnetty_tcnative_linux_aarch_64.so, 183"
    })
    void areThereForBothArchitectures(String library, int machine) throws IOException {
        try (InputStream in = getClass().getClassLoader().getResourceAsStream("META-INF/native/" + library)) {
            assertThat(in).as(library).isNotNull();
            byte[] head = new byte[MACHINE + 2];
            new DataInputStream(in).readFully(head);
            assertThat(head).as(library).startsWith(0x7f, 'E', 'L', 'F');
            assertThat(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE))
                    .as(library)
                    .isEqualTo((short) machine);
        }
    }
}
