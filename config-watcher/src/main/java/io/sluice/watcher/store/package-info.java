/**
 * What was admitted. The memory of the control plane, and all of it: an object that is refused keeps its last admitted
 * version; translators see only {@link io.sluice.watcher.store.Manifests}, and remember nothing.
 */
@NullMarked
package io.sluice.watcher.store;

import org.jspecify.annotations.NullMarked;
