package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.peer.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * All comparisons in one picture: a band for each scenario, in it a lane for each proxy, and on the lane a mark at the median
 * of its ratios to the reference and a line from the smallest to the largest. The scale is logarithmic; what lies beyond its
 * end is an arrow with a figure. SVG.
 */
final class RatioPlot {
    private static final double LEAST = 0.25;
    private static final double MOST = 16;
    private static final List<Double> TICKS = List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0);

    private static final int NAME_WIDTH = 116;
    private static final int PANEL_WIDTH = 330;
    private static final int PANEL_GAP = 56;
    private static final int LANE = 8;
    private static final int BAND_PADDING = 10;
    private static final int LEGEND_COLUMN = 160;
    private static final int LEGEND_ROW = 18;
    private static final int LEGEND_TOP = 48;
    private static final int WIDTH = NAME_WIDTH + 2 * PANEL_WIDTH + 2 * PANEL_GAP;
    private static final int LEGEND_COLUMNS = WIDTH / LEGEND_COLUMN;

    /** In the order of {@link Peers#NAMES}; readable on light pages and dark ones. */
    private static final List<String> COLOURS =
            List.of("#8c959f", "#57a7b8", "#b8860b", "#2da44e", "#e5731b", "#cf4453", "#9a6ddb", "#d15ca5", "#2f81f7");

    private static final String STYLE = "<style>text{font:12px sans-serif;fill:#24292f}.t{font-size:14px}"
            + ".n{font-size:10px;fill:#57606a}.g{stroke:#8c959f;stroke-opacity:.25}.one{stroke:#8c959f}"
            + ".band{fill:#8c959f;fill-opacity:.07}"
            + "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.n{fill:#9198a1}}</style>\n";

    private final StringBuilder svg = new StringBuilder();
    private final List<Results> comparisons;
    private final List<String> peers;
    private final String reference;
    private final int top;

    private RatioPlot(List<Results> comparisons) {
        this.comparisons = comparisons;
        this.reference = comparisons.isEmpty() ? "" : comparisons.getFirst().reference();
        this.peers = Peers.NAMES.stream()
                .filter(name -> comparisons.stream()
                        .anyMatch(results -> results.peer(name).isPresent() && !name.equals(results.reference())))
                .toList();
        int legendRows = (peers.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        this.top = LEGEND_TOP + legendRows * LEGEND_ROW + 36;
    }

    static String of(List<Results> comparisons) {
        return new RatioPlot(comparisons).draw();
    }

    private String draw() {
        int height = top + comparisons.stream().mapToInt(this::bandHeight).sum() + 40;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " role=\"img\">%n",
                WIDTH, height, WIDTH, height);
        svg.append(STYLE);
        String title = "Ratios to " + reference + ": less is better";
        add("<title>%s</title>%n<text class=\"t\" x=\"8\" y=\"24\">%s</text>%n", title, title);
        legend();
        panel(
                0,
                "CPU per request, closed loop",
                height,
                (results, peer) -> results.closedRatio(peer, results.reference(), ClosedRound::cpuMicrosPerRequest));
        panel(
                1,
                "99th percentile at half load",
                height,
                (results, peer) -> results.openRatio(peer, results.reference(), OpenRound::p99Micros));
        add(
                "<text class=\"n\" x=\"8\" y=\"%d\">%s; scale logarithmic; mark: median of the rounds' ratios, line:"
                        + " smallest to largest</text>%n",
                height - 10,
                comparisons.isEmpty()
                        ? ""
                        : escaped(comparisons.getLast().machine().words()));
        return svg.append("</svg>\n").toString();
    }

    private void legend() {
        for (int i = 0; i < peers.size(); i++) {
            int x = 14 + i % LEGEND_COLUMNS * LEGEND_COLUMN;
            int y = LEGEND_TOP + i / LEGEND_COLUMNS * LEGEND_ROW;
            mark(x, y, peers.get(i));
            add("<text x=\"%d\" y=\"%d\">%s</text>%n", x + 12, y + 4, escaped(peers.get(i)));
        }
    }

    private void panel(int number, String title, int height, BiFunction<Results, String, Spread> figure) {
        int left = NAME_WIDTH + number * (PANEL_WIDTH + PANEL_GAP);
        add("<text x=\"%d\" y=\"%d\">%s</text>%n", left, top - 24, title);
        for (double tick : TICKS) {
            double x = left + x(tick);
            add(
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    tick == 1 ? "one" : "g", x, top, x, height - 36);
            add(
                    "<text class=\"n\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x, top - 6, tick < 1 ? Double.toString(tick) : Long.toString((long) tick));
        }
        int y = top;
        boolean shaded = true;
        for (Results results : comparisons) {
            band(results, number, left, y, shaded, figure);
            y += bandHeight(results);
            shaded = !shaded;
        }
    }

    private void band(
            Results results, int number, int left, int y, boolean shaded, BiFunction<Results, String, Spread> figure) {
        int height = bandHeight(results);
        if (number == 0) {
            if (shaded) {
                add("<rect class=\"band\" x=\"0\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n", y, WIDTH, height);
            }
            add("<text x=\"8\" y=\"%d\">%s</text>%n", y + height / 2 + 4, escaped(name(results)));
        }
        int lane = y + BAND_PADDING / 2 + LANE / 2;
        for (String peer : present(results)) {
            Spread ratio = figure.apply(results, peer);
            if (Double.isFinite(ratio.median())) {
                lane(left, lane, peer, ratio);
            }
            lane += LANE;
        }
    }

    private String name(Results results) {
        return results.name() + (results.reference().equals(reference) ? "" : " / " + results.reference());
    }

    private void lane(int left, int y, String peer, Spread ratio) {
        String colour = colour(peer);
        if (ratio.median() > MOST) {
            int end = left + PANEL_WIDTH;
            add("<path d=\"M%d %d l7 4 -7 4z\" fill=\"%s\"/>%n", end, y - 4, colour);
            add("<text class=\"n\" x=\"%d\" y=\"%d\">%.0f</text>%n", end + 10, y + 4, ratio.median());
            return;
        }
        if (ratio.median() < LEAST) {
            add("<path d=\"M%d %d l-7 4 7 4z\" fill=\"%s\"/>%n", left, y - 4, colour);
            add("<text class=\"n\" x=\"%d\" y=\"%d\">%.2f</text>%n", left + 4, y + 4, ratio.median());
            return;
        }
        add(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                left + x(ratio.min()), y, left + x(ratio.max()), y, colour);
        mark(left + x(ratio.median()), y, peer);
        if (isOurs(peer)) {
            add(
                    "<text class=\"n\" x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                    left + x(ratio.max()) + 6, y + 4, ratio.median());
        }
    }

    /** Ours stands out by its form, too. */
    private void mark(double x, int y, String peer) {
        if (isOurs(peer)) {
            add("<path d=\"M%.1f %d l5 5 -5 5 -5 -5z\" fill=\"%s\"/>%n", x, y - 5, colour(peer));
        } else {
            add("<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"%s\"/>%n", x, y, colour(peer));
        }
    }

    private static boolean isOurs(String peer) {
        return peer.equals("sluice");
    }

    private static String colour(String peer) {
        return COLOURS.get(Peers.NAMES.indexOf(peer) % COLOURS.size());
    }

    private int bandHeight(Results results) {
        return present(results).size() * LANE + BAND_PADDING;
    }

    /** All but the reference, whose ratio is 1. */
    private List<String> present(Results results) {
        List<String> present = new ArrayList<>(peers);
        present.removeIf(peer -> results.peer(peer).isEmpty() || peer.equals(results.reference()));
        return present;
    }

    private static double x(double ratio) {
        double clamped = Math.clamp(ratio, LEAST, MOST);
        return PANEL_WIDTH * Math.log(clamped / LEAST) / Math.log(MOST / LEAST);
    }

    // The annotation is in a library of Error Prone that nothing here has at run time.
    @SuppressWarnings("AnnotateFormatMethod")
    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
