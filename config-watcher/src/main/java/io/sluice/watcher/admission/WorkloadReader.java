package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.WorkloadEntry.Workload;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads what a WorkloadEntry says, or an endpoint of a ServiceEntry; refuses what Istio's webhook does. */
final class WorkloadReader {
    private static final String UNIX = "unix://";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");
    private static final Pattern NAME = Pattern.compile("([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\\.?)+");

    private WorkloadReader() {}

    static Workload read(Reader workload) {
        String address = workload.text("address", "");
        if (address.isEmpty()) {
            throw workload.refused("address", "address is required");
        }
        if (!literal(address)
                && !address.startsWith(UNIX)
                && !NAME.matcher(address).matches()) {
            throw workload.refused(
                    "address", "endpoint address \"" + address + "\" is not a valid FQDN or an IP address");
        }
        Map<String, Integer> ports = new TreeMap<>();
        workload.object("ports", numbers -> {
            for (String name : numbers.names()) {
                int number = numbers.integer(name, 0);
                checkPort(numbers, name, number);
                ports.put(name, number);
            }
            return ports;
        });
        if (address.startsWith(UNIX)) {
            if (!ports.isEmpty()) {
                throw workload.refused("ports", "unix endpoint " + address + " must not include ports");
            }
            workload.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "address",
                    "unix sockets are not called; the endpoint is not used");
        }
        workload.unsupported("network", "every address is called directly");
        workload.passOver("serviceAccount");
        int weight = workload.integer("weight", 0);
        if (weight < 0) {
            throw workload.invalid("weight", "is negative");
        }
        return new Workload(
                address, ports, workload.textMap("labels"), Math.max(1, weight), workload.text("locality", ""));
    }

    static void checkPort(Reader of, String field, int number) {
        if (number < 1 || number > 65535) {
            throw of.refused(field, "port number " + number + " must be in the range 1..65535");
        }
    }

    static boolean literal(String address) {
        boolean ipv6 = address.indexOf(':') >= 0 && callable(address);
        return ipv6 || IPV4.matcher(address).matches();
    }

    static boolean callable(String address) {
        return !address.startsWith(UNIX);
    }
}
