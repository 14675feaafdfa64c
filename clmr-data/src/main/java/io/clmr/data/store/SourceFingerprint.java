package io.clmr.data.store;

/**
 * Tells a changed audio file from an unchanged one without reading it.
 *
 * @param sizeBytes its size
 * @param modifiedNanos its time of last modification, nanoseconds since 1970
 */
public record SourceFingerprint(long sizeBytes, long modifiedNanos) {}
