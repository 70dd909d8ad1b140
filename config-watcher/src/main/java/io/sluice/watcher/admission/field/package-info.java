/**
 * Manifests read field by field: {@link io.sluice.watcher.admission.field.Reader} keeps count of every field it was asked for,
 * so that what nobody asked for is told to the author and never silently ignored; {@link
 * io.sluice.watcher.admission.field.Refusal} is what keeps an object out. Beside them, the forms that many kinds share:
 * durations, shares, names of hosts, regular expressions.
 */
@NullMarked
package io.sluice.watcher.admission.field;

import org.jspecify.annotations.NullMarked;
