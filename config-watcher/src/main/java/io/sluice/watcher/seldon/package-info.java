/**
 * What Seldon Core v1's operator writes for a SeldonDeployment, traps included (seldon.md §0–§3): {@link
 * io.sluice.watcher.seldon.Operator} makes whole Kubernetes objects, as trees, so that they can be printed, and so that they are
 * admitted by the rules of Istio's webhook like anybody's. Names and ports follow the operator's own formulas; its errors are
 * refusals in its own words. {@link io.sluice.watcher.seldon.Derivation} is the whole answer for one deployment. {@link
 * io.sluice.watcher.seldon.Traps} says where documents and behaviour differ.
 */
@NullMarked
package io.sluice.watcher.seldon;

import org.jspecify.annotations.NullMarked;
