/** Where something stands, and which places are preferred. */
@NullMarked
package io.sluice.watcher.resource.locality;

import org.jspecify.annotations.NullMarked;
