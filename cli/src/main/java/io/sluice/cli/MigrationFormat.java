package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.migrate.Capture;
import io.sluice.watcher.migrate.Finding;
import io.sluice.watcher.migrate.Hazard;
import io.sluice.watcher.migrate.MigrationReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a review of a migration is printed. */
enum MigrationFormat {
    /** Each SeldonDeployment, everything else, and once for each hazard that occurs what is to be done. */
    TEXT {
        @Override
        String print(MigrationReport report) {
            StringBuilder text = new StringBuilder();
            Set<Hazard> hazards = EnumSet.noneOf(Hazard.class);
            for (Capture capture : report.deployments()) {
                text.append(capture.captured() ? "captured      " : "not captured  ")
                        .append(capture.deployment())
                        .append(capture.how().isEmpty() ? "" : " by " + String.join(", ", capture.how()))
                        .append('\n');
                append(capture.hindrances(), "    ", text, hazards);
            }
            append(report.findings(), "", text, hazards);
            for (Hazard hazard : hazards) {
                text.append("do ")
                        .append(hazard)
                        .append(": ")
                        .append(hazard.fix())
                        .append('\n');
            }
            long captured =
                    report.deployments().stream().filter(Capture::captured).count();
            return text.append(captured)
                    .append(" of ")
                    .append(report.deployments().size())
                    .append(" SeldonDeployments captured, ")
                    .append(report.findings().size())
                    .append(" other findings\n")
                    .toString();
        }
    },
    JSON {
        @Override
        String print(MigrationReport report) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("changes", report.changes());
            ArrayNode deployments = root.putArray("deployments");
            for (Capture capture : report.deployments()) {
                ObjectNode entry = deployments
                        .addObject()
                        .put("deployment", capture.deployment())
                        .put("captured", capture.captured());
                capture.how().forEach(entry.putArray("how")::add);
                append(capture.hindrances(), entry.putArray("hindrances"));
            }
            append(report.findings(), root.putArray("findings"));
            return Printable.ofJson(root.toPrettyString()) + "\n";
        }
    };

    abstract String print(MigrationReport report);

    private static void append(List<Finding> findings, String indent, StringBuilder text, Set<Hazard> hazards) {
        for (Finding finding : findings) {
            text.append(indent).append(Printable.of(finding.toString())).append('\n');
            hazards.add(finding.hazard());
        }
    }

    private static void append(List<Finding> findings, ArrayNode list) {
        for (Finding finding : findings) {
            ObjectNode entry = list.addObject()
                    .put("hazard", finding.hazard().name())
                    .put("object", finding.object())
                    .put("field", finding.field())
                    .put("sentence", finding.sentence())
                    .put("fix", finding.hazard().fix())
                    .put("file", finding.file());
            if (finding.line() > 0) {
                entry.put("line", finding.line());
            }
        }
    }
}
