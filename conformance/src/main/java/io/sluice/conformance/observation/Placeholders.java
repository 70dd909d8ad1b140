package io.sluice.conformance.observation;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Replaces what differs from run to run, as recordings did. */
public final class Placeholders {
    private static final int LONGEST_VALUE = 512;
    private static final int LONGEST_TARGET = 4096;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern GENERATED_COOKIE = Pattern.compile("=\"[0-9a-f]{16}\"");

    /** A router writes one of them into {@code x-forwarded-for} of mirrored requests. */
    private static final Set<String> OWN_ADDRESSES = ownAddresses();

    private Placeholders() {}

    public static Response in(Response seen) {
        return new Response(
                seen.status(),
                seen.error(),
                seen.interim(),
                seen.framing(),
                seen.complete(),
                seen.headers().map(Placeholders::in),
                seen.body(),
                seen.trailers().map(Placeholders::in));
    }

    public static Sighting in(Sighting seen) {
        String target = seen.target();
        return new Sighting(
                seen.upstream(),
                seen.method(),
                target.length() > LONGEST_TARGET ? Sha256.instead(target) : target,
                seen.protocol(),
                seen.framing(),
                seen.headers().map(Placeholders::in),
                seen.body(),
                seen.trailers(),
                seen.complete());
    }

    static Header in(Header line) {
        String value = line.value();
        return new Header(
                line.name(),
                switch (line.name().toLowerCase(Locale.ROOT)) {
                    case "date" -> "<date>";
                    case "x-forwarded-for" -> withoutOwnAddresses(value);
                    case "x-request-id" -> UUID.matcher(value).matches() ? "<uuid>" : bounded(value);
                    case "x-envoy-upstream-service-time" ->
                        DIGITS.matcher(value).matches() ? "<ms>" : bounded(value);
                    case "set-cookie" -> GENERATED_COOKIE.matcher(value).replaceAll("=\"<hash>\"");
                    default -> bounded(value);
                });
    }

    private static String bounded(String value) {
        return value.length() > LONGEST_VALUE ? Sha256.instead(value) : value;
    }

    private static String withoutOwnAddresses(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(part -> OWN_ADDRESSES.contains(part.trim()) ? "<gateway>" : part)
                .collect(Collectors.joining(","));
    }

    private static Set<String> ownAddresses() {
        Set<String> addresses = new HashSet<>(Set.of("127.0.0.1"));
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .forEach(address -> addresses.add(address.getHostAddress()));
        } catch (SocketException unknown) {
            // Without interfaces to name, loopback is all that a router can write.
            return addresses;
        }
        return addresses;
    }
}
