/** SeldonDeployments to the objects that Seldon Core v1's operator would write, traps included (seldon.md §0, §1). */
@NullMarked
package io.sluice.watcher.translate.seldon;

import org.jspecify.annotations.NullMarked;
