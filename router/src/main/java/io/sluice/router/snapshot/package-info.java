/**
 * One compiled table with its live clusters is a {@link io.sluice.router.snapshot.Generation}. An exchange takes the current
 * one when it begins and lives its whole life in it, so a change of table never tears a request.
 */
@NullMarked
package io.sluice.router.snapshot;

import org.jspecify.annotations.NullMarked;
