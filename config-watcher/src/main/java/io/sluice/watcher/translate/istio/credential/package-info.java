/**
 * Certificates that manifests name: {@link io.sluice.watcher.translate.istio.credential.Keyring} finds them, {@link
 * io.sluice.watcher.translate.istio.credential.ServerCredentials} says what Gateways show to clients and ask of them, {@link
 * io.sluice.watcher.translate.istio.credential.ModelCredentials} how destinations are spoken to (istio.md §3.2). What is not there is a
 * problem, and keeps out of force what needs it: a server takes nobody, a destination answers 503.
 */
@NullMarked
package io.sluice.watcher.translate.istio.credential;

import org.jspecify.annotations.NullMarked;
