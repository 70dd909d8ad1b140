package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.Applied;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.front.FrontSlice;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.FrontSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/kubernetes-permissions.md} lists what is asked of the API server, no less and no more. */
class PermissionsTest {
    private static final Pattern REQUEST =
            Pattern.compile("(\\w+) /(?:api|apis/([^/]+))/v[^/]+/namespaces/[^/]+/([a-z]+)(/.*)?");

    private final MemoryApi api = new MemoryApi();

    @Test
    void theListIsWhatIsAskedFor() throws IOException {
        elect();
        frontServices();
        events();
        specs();
        assertThat(asked()).isEqualTo(listed());
    }

    private void elect() throws IOException {
        Election election = new Election(api, "sluice", "router", "router-0", System::nanoTime, Instant::now);
        election.round();
        election.round();
        election.resign();
    }

    private void frontServices() throws IOException {
        ObjectId owner = new ObjectId("VirtualService", "ns", "vs");
        api.put(Paths.of(owner).get(0), MemoryApi.object("networking.istio.io/v1", "VirtualService", "ns", "vs"));
        FrontWriter writer =
                new FrontWriter(api, new FrontTrees(Ownership.of(new FrontSettings("sluice", "router")), "sluice"));
        for (int target : new int[] {20_000, 20_001}) {
            writer.take(new WriteService(
                    new FrontService("ns", "x", owner, List.of(new FrontService.Port("http", 8000, target, null)))));
            writer.take(new WriteSlice(
                    new FrontSlice("ns", "x", "IPv4", List.of(new EndpointSlice.Port("http", target)), List.of())));
        }
        writer.take(new WithdrawSlice("ns", "x-sluice-ipv4"));
        writer.take(new WithdrawService("ns", "x"));
    }

    private void events() throws IOException {
        List<Problem> problems = Paths.kinds().stream()
                .sorted()
                .map(kind -> new Problem(Severity.ERROR, Code.REFUSED, kind + " ns/a", "", "is nothing", ""))
                .toList();
        for (Problem problem : problems) {
            ObjectId id = new ObjectId(problem.object().split(" ", -1)[0], "ns", "a");
            String path = Paths.of(id).get(0);
            api.put(path, MemoryApi.object(Paths.apiVersion(path), id.kind(), "ns", "a"));
        }
        EventWriter events = new EventWriter(api, "router-0", Instant::now, 0);
        events.applied(new Applied(FrontPlan.NOTHING, problems, List.of()));
        events.write(0);
        assertThat(events.idle()).isTrue();
    }

    private void specs() throws IOException {
        AdmittedSpecs specs = new AdmittedSpecs(api, new Ownership("sluice.router"), "sluice", "router-admitted");
        specs.write(List.of());
        specs.write(List.of(MemoryApi.object("v1", "Service", "ns", "x")));
    }

    private Set<String> asked() {
        Set<String> asked = new TreeSet<>();
        for (String request : api.asked) {
            Matcher parts = REQUEST.matcher(request);
            assertThat(parts.matches()).as(request).isTrue();
            String group = parts.group(2) == null ? "" : parts.group(2);
            String verb = switch (parts.group(1)) {
                case "POST" -> "create";
                case "PUT" -> "update";
                case "DELETE" -> "delete";
                default -> "get";
            };
            asked.add(group + "/" + parts.group(3) + " " + verb);
        }
        return asked;
    }

    private static Set<String> listed() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "kubernetes-permissions.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[2].contains("`")) {
                String group = cells[2].replace('`', ' ').strip();
                for (String resource : cells[3].split(",", -1)) {
                    for (String verb : cells[4].split(",", -1)) {
                        listed.add(group + "/" + resource.strip() + " " + verb.strip());
                    }
                }
            }
        }
        assertThat(listed).isNotEmpty();
        return listed;
    }
}
