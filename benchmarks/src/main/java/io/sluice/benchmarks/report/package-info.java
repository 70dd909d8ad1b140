/**
 * Results as data ({@link io.sluice.benchmarks.report.Results}, written as JSON) and as a table for reading.
 */
@NullMarked
package io.sluice.benchmarks.report;

import org.jspecify.annotations.NullMarked;
