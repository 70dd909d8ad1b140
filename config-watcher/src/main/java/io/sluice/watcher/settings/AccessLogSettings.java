package io.sluice.watcher.settings;

import io.sluice.table.policy.AccessLog.Layout;

/**
 * What MeshConfig says of access logs.
 *
 * @param file empty = nothing
 */
public record AccessLogSettings(String file, Layout layout) {}
