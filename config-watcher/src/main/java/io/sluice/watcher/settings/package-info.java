/** For whom manifests are translated: what an installation says once, and no manifest says. */
@NullMarked
package io.sluice.watcher.settings;

import org.jspecify.annotations.NullMarked;
