/**
 * What was found, as data and for reading: of a comparison {@link io.sluice.benchmarks.report.Results}, with a table and a
 * picture; of a trial of Sluice alone {@link io.sluice.benchmarks.report.Findings}; of all that lies in a directory {@link
 * io.sluice.benchmarks.report.Overview}, held against the goals.
 */
@NullMarked
package io.sluice.benchmarks.report;

import org.jspecify.annotations.NullMarked;
