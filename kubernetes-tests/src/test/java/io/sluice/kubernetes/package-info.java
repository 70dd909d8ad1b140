/**
 * The control plane against API servers: fabric8's mock ({@code MockCluster}), and one that fails in every way ({@code StubApiServer}). What
 * reliability.md §6.3 asks of it, and where it is tested: C1 {@code OnTheWireTest}; C2, C3, C12, C13 {@code IsolationTest}; C4, C6, C8, C9 {@code
 * FaultsTest}; C5 {@code SourceTest}; C7 {@code LastGoodTest} and {@code OnTheWireTest}; C10 {@code StormTest}; C11, C15, C16 {@code
 * ReplicasTest}; C14 the watcher's {@code ArchitectureTest}. What keeps people out: {@code ForbiddenKindsTest}.
 */
@NullMarked
package io.sluice.kubernetes;

import org.jspecify.annotations.NullMarked;
