/**
 * What changes when Istio goes. Reads the same documents as routing does, and what became of them: {@link
 * io.sluice.watcher.migrate.Capture} says of each SeldonDeployment whether its calls reach this router, {@link
 * io.sluice.watcher.migrate.Hazard} names everything else that Istio did and nobody does after it, or that was there for its sake. Pure
 * functions of what they are handed.
 */
@NullMarked
package io.sluice.watcher.migrate;

import org.jspecify.annotations.NullMarked;
