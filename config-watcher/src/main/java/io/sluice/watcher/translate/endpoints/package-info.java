/** Services, slices and pods to who serves each cluster. Endpoints have their own path: they never rebuild routes. */
@NullMarked
package io.sluice.watcher.translate.endpoints;

import org.jspecify.annotations.NullMarked;
