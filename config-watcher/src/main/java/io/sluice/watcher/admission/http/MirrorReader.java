package io.sluice.watcher.admission.http;

import io.sluice.table.Fraction;
import io.sluice.watcher.admission.field.PercentReader;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.VirtualService.Mirror;
import java.util.List;

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
            Fraction share = PercentReader.read(mirror, "percentage");
            return mirror(destination, share == null ? Fraction.ALL : share);
        }
    }

    private static Mirror mirror(Reader destination, Fraction share) {
        return new Mirror(
                DestinationReader.host(destination),
                DestinationReader.port(destination),
                DestinationReader.subset(destination),
                share,
                destination.path());
    }

    /** The percentage wins over the whole numbers that it replaced. */
    private static Fraction share(Reader http) {
        Fraction percentage = PercentReader.read(http, "mirrorPercentage");
        Integer older = PercentReader.whole(http, "mirrorPercent");
        Integer oldest = PercentReader.whole(http, "mirror_percent");
        if (percentage != null) {
            return percentage;
        }
        Integer whole = older == null ? oldest : older;
        return whole == null ? Fraction.ALL : Fraction.ofPercent(whole);
    }
}
