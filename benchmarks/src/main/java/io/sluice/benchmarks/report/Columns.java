package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of cells as text, each column as wide as its widest cell. */
public final class Columns {
    private static final String GAP = "  ";

    private final int columnsOfWords;
    private final List<List<String>> rows = new ArrayList<>();

    private Columns(int columnsOfWords) {
        this.columnsOfWords = columnsOfWords;
    }

    /** The first column to the left, the others to the right. */
    public static Columns ofFigures() {
        return new Columns(1);
    }

    /** All columns to the left. */
    public static Columns ofWords() {
        return new Columns(Integer.MAX_VALUE);
    }

    public Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** @return lines, each ended */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(width(column) - cell.length());
                line.append(column == 0 ? "" : GAP).append(column < columnsOfWords ? cell + padding : padding + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }

    /** From the smallest to the largest. */
    static String range(Spread spread, int decimals) {
        return decimal(spread.min(), decimals) + "-" + decimal(spread.max(), decimals);
    }

    /** A figure and how far it spreads, as {@code 0.76 (0.68-0.87)}; a dash for what is not a number. */
    public static String spread(Spread spread, int decimals) {
        return Double.isFinite(spread.median())
                ? decimal(spread.median(), decimals) + " (" + range(spread, decimals) + ")"
                : "-";
    }

    /** A figure with so many decimals; a dash for what is not a number. */
    public static String decimal(double figure, int decimals) {
        return Double.isFinite(figure) ? String.format(Locale.ROOT, "%." + decimals + "f", figure) : "-";
    }
}
