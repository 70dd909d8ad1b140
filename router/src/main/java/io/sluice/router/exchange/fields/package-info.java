/**
 * What is made of a request alone: where a redirect leads ({@link io.sluice.router.exchange.fields.Location}), what other origins may read
 * ({@link io.sluice.router.exchange.fields.CrossOrigin}), and a name for who has none ({@link io.sluice.router.exchange.fields.RequestId}).
 */
@NullMarked
package io.sluice.router.exchange.fields;

import org.jspecify.annotations.NullMarked;
