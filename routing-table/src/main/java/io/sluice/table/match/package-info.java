/** How a request is compared: {@link io.sluice.table.match.RequestMatch} is the conjunction, the rest are its terms. */
@NullMarked
package io.sluice.table.match;

import org.jspecify.annotations.NullMarked;
