/** Spring Cloud Gateway, configured to do per request what the other proxies do; all but the request's id is in {@code application.yaml}. */
@NullMarked
package io.sluice.benchmarks.spring;

import org.jspecify.annotations.NullMarked;
