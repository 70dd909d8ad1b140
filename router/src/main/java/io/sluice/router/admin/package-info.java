/**
 * The router's own ports: is it ready, is it alive, what has it counted, what does it serve and why. Read-only; never on the
 * event loops. {@link io.sluice.router.admin.Admin} opens them, {@link io.sluice.router.admin.Guard} keeps what is for
 * operators alone. {@link io.sluice.router.admin.Dashboard} is the same for people, in a browser.
 */
@NullMarked
package io.sluice.router.admin;

import org.jspecify.annotations.NullMarked;
