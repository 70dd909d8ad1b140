/** The clients of a case: each sends the bytes that the case says, and notes what comes back, valid or not. */
@NullMarked
package io.sluice.conformance.client;

import org.jspecify.annotations.NullMarked;
