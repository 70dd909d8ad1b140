package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.Spread;
import java.util.List;
import java.util.Locale;

/** CPU per request of each proxy as a picture: a bar to the median, a line from the smallest round to the largest. SVG. */
final class Plot {
    private static final int NAME_WIDTH = 110;
    private static final int BAR_WIDTH = 420;
    private static final int FIGURE_WIDTH = 130;
    private static final int ROW = 28;
    private static final int TOP = 44;
    private static final int BOTTOM = 34;

    /** Readable on light pages and dark ones. */
    private static final String STYLE = "<style>text{font:13px sans-serif;fill:#24292f}.b{fill:#8c959f}.s{fill:#1f6feb}"
            + ".w{stroke:#24292f;stroke-width:1.5}.n{font-size:11px;fill:#57606a}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.w{stroke:#e6edf3}.n{fill:#9198a1}}</style>\n";

    private Plot() {}

    static String of(Results results) {
        List<PeerResult> peers = results.peers();
        double longest = peers.stream()
                .mapToDouble(peer -> cpu(results, peer).max())
                .max()
                .orElse(1);
        int height = TOP + peers.size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                NAME_WIDTH + BAR_WIDTH + FIGURE_WIDTH,
                height));
        svg.append(STYLE);
        String title = "CPU per request, " + results.scenario() + ", " + results.connections() + " connections";
        svg.append(String.format(
                Locale.ROOT, "<title>%s</title>%n<text x=\"8\" y=\"22\">%s</text>%n", escaped(title), escaped(title)));
        for (int i = 0; i < peers.size(); i++) {
            row(svg, results, peers.get(i), TOP + i * ROW, longest);
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"n\" x=\"8\" y=\"%d\">%s; microseconds, median of rounds, line: smallest to"
                        + " largest</text>%n",
                height - 12,
                escaped(results.begun() + ", " + results.machine().processor())));
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Results results, PeerResult peer, int y, double longest) {
        Spread cpu = cpu(results, peer);
        double scale = BAR_WIDTH / longest;
        int middle = y + ROW / 2;
        svg.append(String.format(Locale.ROOT, "<text x=\"8\" y=\"%d\">%s</text>%n", middle + 4, escaped(peer.name())));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                peer.name().equals("sluice") ? "s" : "b",
                NAME_WIDTH,
                y + 5,
                cpu.median() * scale,
                ROW - 10));
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"w\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                NAME_WIDTH + cpu.min() * scale,
                middle,
                NAME_WIDTH + cpu.max() * scale,
                middle));
        double ratio = results.closedRatio(peer.name(), results.reference(), ClosedRound::cpuMicrosPerRequest)
                .median();
        boolean compared = Double.isFinite(ratio) && !peer.name().equals(results.reference());
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">%.1f%s</text>%n",
                NAME_WIDTH + BAR_WIDTH + 8,
                middle + 4,
                cpu.median(),
                compared ? String.format(Locale.ROOT, " (%.2f x)", ratio) : ""));
    }

    private static Spread cpu(Results results, PeerResult peer) {
        return results.closed(peer.name(), ClosedRound::cpuMicrosPerRequest);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
