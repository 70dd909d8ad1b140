package io.sluice.watcher.write;

import io.sluice.watcher.resource.ObjectId;

/**
 * What is said of an object in an Event.
 *
 * @param warning else all is well
 * @param lasting whether it holds until it is mended; else it has happened, and is over
 */
record Remark(ObjectId regarding, String reason, boolean warning, String note, boolean lasting) {}
