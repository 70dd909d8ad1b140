package io.sluice.watcher.translate.istio;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From whose point of view destinations are seen.
 *
 * @param labels of a gateway; null = callers inside the cluster, each with its own
 */
record Client(String namespace, @Nullable Map<String, String> labels) {}
