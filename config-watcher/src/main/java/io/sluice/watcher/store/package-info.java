/**
 * What was admitted. The memory of the control plane, but for which routes of SeldonDeployments are in force ({@code rollout}): an
 * object that is refused keeps its last admitted version. {@link io.sluice.watcher.store.Contents} is what is held, {@link
 * io.sluice.watcher.store.OperatorObjects} puts declared and derived objects together; translators see only {@link
 * io.sluice.watcher.store.Manifests}, and remember nothing.
 */
@NullMarked
package io.sluice.watcher.store;

import org.jspecify.annotations.NullMarked;
