package io.sluice.router.admin;

import io.sluice.router.admin.Reply.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of the dashboard: HTML, CSS and modules of JavaScript as they were written. Nothing is loaded from elsewhere, and no script
 * runs but these.
 */
final class Dashboard {
    private static final String DIRECTORY = "/dashboard/";
    private static final String START = "index.html";

    private static final List<String> FILES = List.of(
            "style.css",
            "icon.svg",
            "main.js",
            "ask.js",
            "changes.js",
            "dom.js",
            "endpoints.js",
            "explain.js",
            "format.js",
            "plot.js",
            "problems.js",
            "tap.js",
            "traffic.js");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Dashboard() {}

    static Map<String, Page> pages() {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/", page(START));
        FILES.forEach(file -> pages.put(DIRECTORY + file, page(file)));
        return pages;
    }

    /** Whether it is a file that only the start page asks for. */
    static boolean isPart(String path) {
        return path.startsWith(DIRECTORY);
    }

    private static Page page(String file) {
        Map<String, String> headers = Map.of(
                "content-type", type(file),
                "content-security-policy", POLICY,
                "referrer-policy", "no-referrer",
                "cross-origin-opener-policy", "same-origin",
                "cross-origin-resource-policy", "same-origin");
        return asked -> new Answer(200, headers, read(file), true);
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }

    private static byte[] read(String file) {
        try (InputStream in = Dashboard.class.getResourceAsStream("dashboard/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's " + file + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
