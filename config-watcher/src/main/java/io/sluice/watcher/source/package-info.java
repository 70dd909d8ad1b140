/** Where documents come from: a directory of manifests, read whole and followed. Knows nothing of what they say. */
@NullMarked
package io.sluice.watcher.source;

import org.jspecify.annotations.NullMarked;
