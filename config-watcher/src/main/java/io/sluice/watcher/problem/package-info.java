/** What the author of a manifest is told: a code, an object, a field and a sentence that says how to mend it. */
@NullMarked
package io.sluice.watcher.problem;

import org.jspecify.annotations.NullMarked;
