/**
 * What the fields of a header block may be, and what they make (RFC 9113 §8): {@link
 * io.sluice.router.http.h2.fields.FieldRules} holds for all, {@link io.sluice.router.http.h2.fields.RequestFields}, {@link
 * io.sluice.router.http.h2.fields.ResponseFields} and {@link io.sluice.router.http.h2.fields.TrailerFields} for one kind each.
 * Whatever another protocol would take for something else is malformed here, so that no request is two requests further on.
 */
@NullMarked
package io.sluice.router.http.h2.fields;

import org.jspecify.annotations.NullMarked;
