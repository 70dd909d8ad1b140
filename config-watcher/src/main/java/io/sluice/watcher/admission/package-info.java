/**
 * JSON trees to resources, or a {@link io.sluice.watcher.admission.field.Refusal}: each object is checked as Istio's webhook
 * would; what Seldon's webhook and operator say is the business of package {@code seldon}. {@link
 * io.sluice.watcher.admission.Resources} knows which kinds there are; {@link
 * io.sluice.watcher.admission.field.Reader} keeps count of every field it was asked for, so that what nobody asked for is told to
 * the author and never silently ignored.
 */
@NullMarked
package io.sluice.watcher.admission;

import org.jspecify.annotations.NullMarked;
