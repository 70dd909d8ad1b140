/**
 * The control plane: manifests in, routing table out.
 *
 * <p>The life of a change: 1 a source hands over documents ({@code source}), 2 the store admits each ({@code admission}) or keeps its last
 * admitted version ({@code store}), on the way a SeldonDeployment becomes the objects that Seldon's operator would write, which are
 * admitted like any other ({@code seldon}), 3 new routes of SeldonDeployments take force or wait ({@code rollout}), 4 all of them become
 * listeners, hosts, routes and clusters ({@code translate.istio}), 5 Services, slices and pods become endpoints ({@code
 * translate.endpoints}), 6 what differs from the last is published ({@link io.sluice.watcher.Watcher}). Blocking code on its own thread; it has never heard of sockets.
 */
@NullMarked
package io.sluice.watcher;

import org.jspecify.annotations.NullMarked;
