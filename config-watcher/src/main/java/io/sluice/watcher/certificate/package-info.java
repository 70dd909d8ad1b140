/** Certificates, keys and lists of revoked certificates, as text: whether they are what they should be. Nothing here quotes a key. */
@NullMarked
package io.sluice.watcher.certificate;

import org.jspecify.annotations.NullMarked;
