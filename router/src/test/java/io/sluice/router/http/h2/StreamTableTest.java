package io.sluice.router.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.failure.Failure;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The table of streams equals a map, whatever comes and goes. */
class StreamTableTest {

    @Property(tries = 500)
    void equalsAMap(@ForAll @Size(max = 300) List<@IntRange(min = -40, max = 120) Integer> steps) {
        StreamTable table = new StreamTable();
        TreeMap<Integer, Stream> map = new TreeMap<>();
        for (int step : steps) {
            int id = Math.abs(step) * 2 + 1;
            if (step < 0) {
                table.remove(id);
                map.remove(id);
            } else if (!map.containsKey(id)) {
                Stream stream = new Numbered(id);
                table.put(stream);
                map.put(id, stream);
            }
            assertThat(table.size()).isEqualTo(map.size());
            for (int seen = 1; seen < 250; seen += 2) {
                assertThat(table.get(seen)).isSameAs(map.get(seen));
            }
        }
        assertThat(table.all()).containsExactlyElementsOf(map.values());
    }

    private static final class Numbered extends Stream {
        private final int id;

        Numbered(int id) {
            this.id = id;
        }

        @Override
        int id() {
            return id;
        }

        @Override
        Failure failure(int code) {
            return Failure.CLIENT_GONE;
        }

        @Override
        ErrorCode errorCode(Failure why) {
            return ErrorCode.CANCEL;
        }

        @Override
        void onInputEnded() {}

        @Override
        void onEnding() {}

        @Override
        void onOutputEnded() {}

        @Override
        void recycle() {}
    }
}
