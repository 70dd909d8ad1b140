/** The router's own port: is it ready, is it alive, what has it counted. Read-only; never on the event loops. */
@NullMarked
package io.sluice.router.admin;

import org.jspecify.annotations.NullMarked;
