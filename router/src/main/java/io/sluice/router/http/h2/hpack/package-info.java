/**
 * Field compression (RFC 7541): {@link io.sluice.router.http.h2.hpack.HpackDecoder} turns a header block into field lines of a
 * {@link io.sluice.router.http.HeaderBlock}, without a string or an object per field; {@link
 * io.sluice.router.http.h2.hpack.HpackEncoder} does the reverse. Each direction of a connection has one of them, for their
 * tables remember what was sent before. Knows nothing of frames or streams.
 */
@NullMarked
package io.sluice.router.http.h2.hpack;

import org.jspecify.annotations.NullMarked;
