package io.sluice.watcher.translate.seldon;

import io.sluice.table.PathRewrite;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.admission.http.VirtualServiceRules;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import io.sluice.watcher.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what the operator would write for each SeldonDeployment (seldon.md §1.1, §1.2). */
public final class SeldonTranslator {
    private static final String DEFAULT_GATEWAY = "istio-system/seldon-gateway";
    private static final String GRPC_PATHS = ".*tensorflow.*|.*seldon.protos.*|.*inference.*";
    private static final int REST_PORT = 8000;
    private static final int GRPC_PORT = 5001;
    private static final int MODEL_PORT = 9000;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Settings settings;
    private final Problems problems;

    public SeldonTranslator(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * What the operator would have written.
     *
     * @param owners SeldonDeployments whose objects these are, as {@code SeldonDeployment/name} by namespace
     * @param predictorServices those that no manifest holds
     */
    public record OperatorObjects(
            List<VirtualService> virtualServices,
            List<DestinationRule> destinationRules,
            List<Service> predictorServices,
            Set<String> owners) {

        /** The manifests' own Services, and those of predictors that none of them describes. */
        public List<Service> services(List<Service> declared) {
            List<Service> all = new ArrayList<>(declared);
            all.addAll(predictorServices);
            return all;
        }

        /** Ours and those of others; the operator's own output stands aside for ours. */
        public <T extends Resource> List<T> withOthers(List<T> declared, List<T> ours, Problems problems) {
            List<T> all = new ArrayList<>(ours);
            for (T other : declared) {
                boolean operators = other.meta().owners().stream()
                        .anyMatch(owner -> owners.contains(other.meta().namespace() + "/" + owner));
                if (operators) {
                    problems.add(new Problem(
                            Severity.NOTICE,
                            Code.OPERATOR_OBJECT_IGNORED,
                            other.meta().id().toString(),
                            "",
                            "is the operator's translation of a SeldonDeployment that is here too; ours counts",
                            other.meta().file()));
                } else {
                    all.add(other);
                }
            }
            all.sort(Resource.OLDEST_FIRST);
            return all;
        }
    }

    public OperatorObjects translate(List<SeldonDeployment> deployments, List<Service> declared) {
        Set<ObjectId> known = new HashSet<>();
        declared.forEach(service -> known.add(service.meta().id()));
        List<VirtualService> virtualServices = new ArrayList<>();
        Map<String, DestinationRule> rules = new LinkedHashMap<>();
        List<Service> services = new ArrayList<>();
        Set<String> owners = new HashSet<>();
        for (SeldonDeployment deployment : deployments) {
            owners.add(deployment.meta().namespace() + "/SeldonDeployment/"
                    + deployment.meta().name());
            try {
                VirtualService routes = virtualService(deployment);
                VirtualServiceRules.check(routes);
                virtualServices.add(routes);
            } catch (Refusal refusal) {
                problem(deployment, Severity.ERROR, refusal.code(), refusal.field(), refusal.sentence());
                continue;
            }
            for (Predictor predictor : deployment.predictors()) {
                DestinationRule rule = destinationRule(deployment, predictor);
                // Predictors with one key share a rule, which holds the last writer's subset alone.
                rules.put(rule.meta().id().toString(), rule);
                Service service = service(deployment, predictor);
                if (known.add(service.meta().id())) {
                    services.add(service);
                }
            }
        }
        return new OperatorObjects(virtualServices, List.copyOf(rules.values()), services, owners);
    }

    private VirtualService virtualService(SeldonDeployment deployment) {
        Meta meta = deployment.meta();
        RetryPolicy retries = retries(deployment);
        List<Predictor> live = deployment.predictors().stream()
                .filter(predictor -> !predictor.shadow())
                .toList();
        for (Predictor predictor : deployment.predictors()) {
            if (predictor.shadow()) {
                problem(
                        deployment,
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "spec.predictors[" + deployment.predictors().indexOf(predictor) + "].shadow",
                        "shadows are not run by this router yet; no copy is sent");
            }
        }
        String prefix = "/seldon/" + meta.namespace() + "/" + meta.name() + "/";
        Rule rest = new Rule(
                "",
                "spec",
                List.of(Match.ofPath(new PathMatch.Prefix(prefix, false))),
                new RuleAction.Route(
                        branches(deployment, live, true),
                        new PathRewrite.ReplacePrefix("/"),
                        null,
                        null,
                        retries,
                        List.of()),
                HeaderOperations.NONE);
        Rule grpc = new Rule(
                "",
                "spec",
                List.of(grpcMatch(meta)),
                new RuleAction.Route(branches(deployment, live, false), null, null, null, retries, List.of()),
                HeaderOperations.NONE);
        return new VirtualService(
                derived(meta, "VirtualService", SeldonNames.deploymentId(deployment)),
                hosts(deployment),
                List.of(gateway(deployment)),
                List.of(),
                List.of(rest, grpc));
    }

    private static Match grpcMatch(Meta meta) {
        return new Match(
                "",
                new PathMatch.Regex(GRPC_PATHS),
                null,
                null,
                null,
                List.of(
                        new HeaderMatch("seldon", new StringMatch.Exact(meta.name()), false),
                        new HeaderMatch("namespace", new StringMatch.Exact(meta.namespace()), false)),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                Map.of());
    }

    private List<Branch> branches(SeldonDeployment deployment, List<Predictor> live, boolean rest) {
        List<Branch> branches = new ArrayList<>();
        for (Predictor predictor : live) {
            int executor = rest ? REST_PORT : GRPC_PORT;
            int port = noEngine(predictor) ? MODEL_PORT + (rest ? 0 : 500) : executor;
            branches.add(new Branch(
                    host(deployment, predictor),
                    port,
                    predictor.name(),
                    predictor.traffic(),
                    HeaderOperations.NONE,
                    "spec.predictors[" + deployment.predictors().indexOf(predictor) + "]"));
        }
        return branches;
    }

    private String host(SeldonDeployment deployment, Predictor predictor) {
        return settings.fullName(
                SeldonNames.predictorKey(deployment, predictor),
                deployment.meta().namespace());
    }

    private static List<String> hosts(SeldonDeployment deployment) {
        String hosts = deployment.annotation("seldon.io/istio-host");
        return hosts == null
                ? List.of("*")
                : Arrays.stream(hosts.split(",", -1)).map(String::trim).toList();
    }

    private static String gateway(SeldonDeployment deployment) {
        String gateway = deployment.annotation("seldon.io/istio-gateway");
        return gateway == null ? DEFAULT_GATEWAY : gateway;
    }

    private static boolean noEngine(Predictor predictor) {
        return "true".equalsIgnoreCase(predictor.annotations().get("seldon.io/no-engine"));
    }

    /** Traps T2 and T3: a time-out of one second comes with retries, and 0 leaves Istio's own two. */
    private @Nullable RetryPolicy retries(SeldonDeployment deployment) {
        String attempts = deployment.annotation("seldon.io/istio-retries");
        if (attempts == null || attempts.isEmpty()) {
            return null;
        }
        int count = GoIntegers.atoi(attempts, "seldon.io/istio-retries");
        String timeout = deployment.annotation("seldon.io/istio-retries-timeout");
        int seconds = timeout == null ? 1 : GoIntegers.atoi(timeout, "seldon.io/istio-retries-timeout");
        if (count <= 0) {
            trap(deployment, "T3: istio-retries " + count + " leaves Istio's default of 2 retries in force");
            return null;
        }
        if (timeout == null) {
            trap(deployment, "T2: istio-retries without istio-retries-timeout caps every attempt at 1 s");
        }
        if (seconds < 1) {
            throw new Refusal(
                    Code.REFUSED,
                    "metadata.annotations.seldon.io/istio-retries-timeout",
                    "duration must be greater than 1ms");
        }
        return new RetryPolicy(
                count,
                Set.of(RetryCondition.GATEWAY_ERROR, RetryCondition.CONNECT_FAILURE, RetryCondition.REFUSED_STREAM),
                List.of(),
                Duration.ofSeconds(seconds),
                RetryPolicy.DEFAULT_BACKOFF_BASE,
                RetryPolicy.PreviousHosts.AVOIDED_UNLESS_HASHED,
                false);
    }

    private DestinationRule destinationRule(SeldonDeployment deployment, Predictor predictor) {
        TrafficPolicy policy = new TrafficPolicy(null, new Connections(null, IDLE), null, Map.of());
        Subset subset = new Subset(predictor.name(), Map.of("version", version(predictor)), null);
        return new DestinationRule(
                derived(deployment.meta(), "DestinationRule", SeldonNames.predictorKey(deployment, predictor)),
                host(deployment, predictor),
                List.of(),
                policy,
                List.of(subset));
    }

    private static String version(Predictor predictor) {
        return predictor.labels().getOrDefault("version", predictor.name());
    }

    /** As the operator writes it (seldon.md §3.2), for manifests that do not hold it. */
    private static Service service(SeldonDeployment deployment, Predictor predictor) {
        String key = SeldonNames.predictorKey(deployment, predictor);
        boolean direct = noEngine(predictor);
        return new Service(
                derived(deployment.meta(), "Service", key),
                List.of(
                        new Service.Port("http", direct ? MODEL_PORT : REST_PORT, null, null),
                        new Service.Port("grpc", direct ? MODEL_PORT + 500 : GRPC_PORT, null, null)),
                Map.of("seldon-app", key),
                false);
    }

    private static Meta derived(Meta of, String kind, String name) {
        return new Meta(
                new ObjectId(kind, of.namespace(), name),
                of.created(),
                Map.of(),
                new HashMap<>(),
                List.of("SeldonDeployment/" + of.name()),
                of.file());
    }

    private void trap(SeldonDeployment deployment, String sentence) {
        problem(deployment, Severity.NOTICE, Code.SELDON_TRAP, "", sentence);
    }

    private void problem(SeldonDeployment deployment, Severity severity, Code code, String field, String sentence) {
        problems.add(new Problem(
                severity,
                code,
                deployment.meta().id().toString(),
                field,
                sentence,
                deployment.meta().file()));
    }
}
