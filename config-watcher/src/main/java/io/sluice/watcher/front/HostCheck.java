package io.sluice.watcher.front;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which hosts may have a front Service, and for the others why not: a sentence with what to do. */
final class HostCheck {
    /** RFC 1035 §2.3.1, as the API server asks of the names of Services. */
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Ownership own;
    private final Problems problems;

    HostCheck(Ownership own, Problems problems) {
        this.own = own;
        this.problems = problems;
    }

    /**
     * @param open namespaces that have opted in
     * @param there the Service of that name; null = there is none
     */
    boolean mayHave(FrontHost host, Set<String> open, @Nullable Service there) {
        if (there != null && !own.wrote(there)) {
            taken(host, there, open.contains(host.namespace()));
            return false;
        }
        if (there != null && !there.selector().isEmpty()) {
            return false; // told of where all such Services are
        }
        if (!host.ownNamespace()) {
            tell(
                    host,
                    Severity.NOTICE,
                    "is of another namespace than " + host.owner() + ": it gets no front Service; put the routes into"
                            + " namespace " + host.namespace());
            return false;
        }
        if (!open.contains(host.namespace())) {
            tell(
                    host,
                    Severity.NOTICE,
                    "gets no front Service: namespace " + host.namespace() + " has not opted in; label it "
                            + Ownership.OPT_IN + "=" + Ownership.OPTED_IN
                            + ", or call this router's Service with this name as Host");
            return false;
        }
        if (!NAME.matcher(host.name()).matches()) {
            tell(
                    host,
                    Severity.WARNING,
                    "can be no Service's name (a letter, then letters, digits and -, at most 63): it gets no front"
                            + " Service; rename it");
            return false;
        }
        return true;
    }

    private void taken(FrontHost host, Service there, boolean asked) {
        boolean selects = !there.selector().isEmpty();
        if (selects) {
            boolean seldon = host.owner().kind().equals("SeldonDeployment");
            problems.add(new Problem(
                    asked ? Severity.WARNING : Severity.NOTICE,
                    Code.HOST_HAS_SELECTOR_SERVICE,
                    host.owner().toString(),
                    "",
                    "host " + host.name() + " is the name of a Service that leads to pods: who calls it without a"
                            + " sidecar does not pass this router, and nothing is split. "
                            + (seldon
                                    ? "Remove the annotation seldon.io/svc-name: " + host.name()
                                            + " (the operator frees the name, clients keep their URL), or rename"
                                            + " seldon.io/istio-host"
                                    : "Rename that Service, or the host"),
                    host.file()));
        } else if (asked) {
            tell(
                    host,
                    Severity.WARNING,
                    "is the name of a Service without selector that is not this router's: it is left alone; remove it,"
                            + " or lead it to this router yourself");
        }
    }

    /** A Service that was ours until somebody gave it a selector. */
    void selected(Service service) {
        if (!service.selector().isEmpty()) {
            problems.add(new Problem(
                    Severity.WARNING,
                    Code.HOST_HAS_SELECTOR_SERVICE,
                    service.meta().id().toString(),
                    "spec.selector",
                    "this front Service has got a selector: it leads to those pods, and no longer to this router; take"
                            + " the selector away, or delete the Service and it is written anew",
                    service.meta().file()));
        }
    }

    void exhausted(FrontHost host, FrontSettings settings) {
        tell(
                host,
                Severity.ERROR,
                "gets no front Service for all of its ports: those of this router, " + settings.firstPort() + " to "
                        + settings.lastPort() + ", are all taken; give it more (--router-ports)");
    }

    void noRouter(FrontSettings settings) {
        problems.add(new Problem(
                Severity.WARNING,
                Code.ROUTER_PODS_UNKNOWN,
                "Service " + settings.namespace() + "/" + settings.service(),
                "",
                "no pod of this router is seen behind it: slices of front Services stay as they are; correct"
                        + " --router-service, or that Service's selector",
                ""));
    }

    private void tell(FrontHost host, Severity severity, String sentence) {
        problems.add(new Problem(
                severity,
                Code.HOST_NOT_CAPTURED,
                host.owner().toString(),
                "",
                "host " + host.name() + " " + sentence,
                host.file()));
    }
}
