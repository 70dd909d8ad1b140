package io.sluice.watcher.admission;

import io.sluice.table.Fraction;
import io.sluice.watcher.resource.VirtualService.Mirror;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code mirror} with its three spellings of a percentage, or {@code mirrors} (istio.md §1.5). */
final class MirrorReader {
    private MirrorReader() {}

    static List<Mirror> read(Reader http) {
        Mirror one = http.object("mirror", destination -> mirror(destination, Fraction.ALL));
        List<Mirror> several = http.objects("mirrors", MirrorReader::entry);
        Fraction share = share(http);
        if (one == null) {
            return several;
        }
        if (!several.isEmpty()) {
            throw http.invalid("mirrors", "HTTP route cannot specify both mirror and mirrors");
        }
        return List.of(one.withShare(share));
    }

    private static Mirror entry(Reader mirror) {
        Reader destination = mirror.object("destination");
        if (destination == null) {
            throw mirror.invalid("destination", "is missing");
        }
        try (destination) {
            Fraction share = percent(mirror, "percentage");
            return mirror(destination, share == null ? Fraction.ALL : share);
        }
    }

    private static Mirror mirror(Reader destination, Fraction share) {
        return new Mirror(
                destination.requiredText("host"),
                VirtualServiceReader.port(destination),
                destination.text("subset", ""),
                share,
                destination.path());
    }

    /** The percentage wins over the whole numbers that it replaced. */
    private static Fraction share(Reader http) {
        Fraction percentage = percent(http, "mirrorPercentage");
        Integer older = http.integer("mirrorPercent");
        Integer oldest = http.integer("mirror_percent");
        if (percentage != null) {
            return percentage;
        }
        Integer whole = older == null ? oldest : older;
        if (whole == null) {
            return Fraction.ALL;
        }
        if (whole < 0 || whole > 100) {
            throw http.invalid("mirrorPercent", "must be 0 to 100");
        }
        return Fraction.ofPercent(whole);
    }

    private static @Nullable Fraction percent(Reader reader, String field) {
        return reader.object(field, percent -> {
            Double value = percent.decimal("value");
            double share = value == null ? 0 : value;
            if (!(share >= 0 && share <= 100)) {
                throw percent.invalid("value", "must be 0 to 100");
            }
            return Fraction.ofPercent(share);
        });
    }
}
