/** Models that are not there, clients that speak bytes, tables in a line: for tests, and for the demo. */
@NullMarked
package io.sluice.testkit;

import org.jspecify.annotations.NullMarked;
