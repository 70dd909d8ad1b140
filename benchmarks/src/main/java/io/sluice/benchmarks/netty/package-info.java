/**
 * Stand-ins written with Netty's stock codecs: the honest Java baseline ({@link io.sluice.benchmarks.netty.NettyProxy}) and
 * a backend for machines without nginx ({@link io.sluice.benchmarks.netty.NettyBackend}). Both are processes of their own.
 */
@NullMarked
package io.sluice.benchmarks.netty;

import org.jspecify.annotations.NullMarked;
