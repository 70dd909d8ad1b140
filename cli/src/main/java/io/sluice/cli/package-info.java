/**
 * The command line: the only place that knows both halves. {@link io.sluice.cli.Main} has the subcommands, {@link
 * io.sluice.cli.Serving} puts watcher and router together.
 */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
