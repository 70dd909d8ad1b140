/**
 * What is counted. Event loops add to plain arrays of their own; a scrape sums them. Handles are resolved when a table is
 * compiled, so that recording an exchange is two array writes.
 */
@NullMarked
package io.sluice.router.telemetry;

import org.jspecify.annotations.NullMarked;
