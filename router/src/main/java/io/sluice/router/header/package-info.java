/**
 * Header operations, compiled: what a route and its destination add to a head and take from it. {@link
 * io.sluice.router.header.CompiledHeaders} has the order of the two levels, {@link io.sluice.router.header.HeaderEdits} the
 * order inside one, {@link io.sluice.router.header.HeaderFormat} makes a value; what it may ask of an exchange is {@link
 * io.sluice.router.header.StreamInfo}.
 */
@NullMarked
package io.sluice.router.header;

import org.jspecify.annotations.NullMarked;
