package io.sluice.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of cells as text, each column as wide as its widest cell. */
final class Columns {
    private static final String GAP = "  ";

    private final int columnsOfWords;
    private final List<List<String>> rows = new ArrayList<>();

    private Columns(int columnsOfWords) {
        this.columnsOfWords = columnsOfWords;
    }

    /** The first column to the left, the others to the right. */
    static Columns ofFigures() {
        return new Columns(1);
    }

    /** All columns to the left. */
    static Columns ofWords() {
        return new Columns(Integer.MAX_VALUE);
    }

    Columns row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** @return lines, each ended */
    String text() {
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

    /** A figure with so many decimals; a dash for what is not a number. */
    static String decimal(double figure, int decimals) {
        return Double.isFinite(figure) ? String.format(Locale.ROOT, "%." + decimals + "f", figure) : "-";
    }
}
