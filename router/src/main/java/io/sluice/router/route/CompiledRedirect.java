package io.sluice.router.route;

import io.sluice.router.route.path.PathRewriter;
import io.sluice.table.Redirect;
import org.jspecify.annotations.Nullable;

/** A redirect, and how its path is made. Immutable. */
public record CompiledRedirect(Redirect redirect, @Nullable PathRewriter path) implements CompiledAction {}
