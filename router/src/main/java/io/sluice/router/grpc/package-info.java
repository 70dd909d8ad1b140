/**
 * What the router knows of gRPC: how an answer of its own is put to a gRPC client ({@link io.sluice.router.grpc.GrpcReply}),
 * how long such a client waits ({@link io.sluice.router.grpc.GrpcTimeout}), and gRPC-Web (gRPC's PROTOCOL-WEB.md, as Envoy reads
 * it), which servers of protocol {@code GRPC-WEB} translate.
 *
 * <p>{@link io.sluice.router.grpc.WebCall} makes a gRPC call of the request: from there on every stage sees gRPC. The answer,
 * whoever gives it, goes out through a {@link io.sluice.router.grpc.WebAnswer}, which is the client's stream in its place.
 * Both translate piece by piece: what has come goes on, and at most a few bytes wait for the next piece.
 */
@NullMarked
package io.sluice.router.grpc;

import org.jspecify.annotations.NullMarked;
