/**
 * The command line: the only place that knows both halves. {@link io.sluice.cli.Main} has the subcommands, {@link
 * io.sluice.cli.Serving} puts watcher and router together for those that serve; {@link io.sluice.cli.ExplainCommand} and the tables ({@link
 * io.sluice.cli.TableSource}) compile what they read and open nothing.
 */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
