/**
 * JSON trees to resources, or a {@link io.sluice.watcher.admission.field.Refusal}: each object is checked as Istio's webhook and
 * Seldon's operator would. {@link io.sluice.watcher.admission.Resources} knows which kinds there are; {@link
 * io.sluice.watcher.admission.field.Reader} keeps count of every field it was asked for, so that what nobody asked for is told to
 * the author and never silently ignored.
 */
@NullMarked
package io.sluice.watcher.admission;

import org.jspecify.annotations.NullMarked;
