/**
 * The last quarter of an hour, second by second, for people who look now: what {@code /v1/traffic} and the dashboard show without
 * anything that scrapes. One thread reads the counters once a second, as a scrape would; event loops know nothing of it.
 */
@NullMarked
package io.sluice.router.telemetry.history;

import org.jspecify.annotations.NullMarked;
