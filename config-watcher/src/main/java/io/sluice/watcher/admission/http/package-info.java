/**
 * VirtualServices: {@link io.sluice.watcher.admission.http.VirtualServiceReader} reads one, a reader beside it for each part of a
 * rule; {@link io.sluice.watcher.admission.http.VirtualServiceRules} says what Istio's webhook refuses of the whole.
 */
@NullMarked
package io.sluice.watcher.admission.http;

import org.jspecify.annotations.NullMarked;
