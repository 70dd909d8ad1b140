/** The control plane against API servers: fabric8's mock, and one that fails in every way. */
@NullMarked
package io.sluice.kubernetes;

import org.jspecify.annotations.NullMarked;
