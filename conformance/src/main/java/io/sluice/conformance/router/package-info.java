/**
 * The router under test, started as its users start it: a process with the flags of {@code cli/jvm.options} and the command line that the
 * case's settings ask for. It is seen through its ports, its log and its exit code alone.
 */
@NullMarked
package io.sluice.conformance.router;

import org.jspecify.annotations.NullMarked;
