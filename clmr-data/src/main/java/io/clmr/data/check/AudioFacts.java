package io.clmr.data.check;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.StoredTrack;

/**
 * What one pass over a clip's samples tells.
 *
 * @param clip the clip
 * @param track verdict, length and checksum
 * @param fileRateHz the file's own rate; 0 if its header was not reached or tells none
 * @param clippedShare share of the samples at full scale
 * @param dcOffset mean of the samples, full scale is 1
 * @param fingerprint what it sounds like
 */
record AudioFacts(
        Clip clip, StoredTrack track, int fileRateHz, double clippedShare, double dcOffset, Fingerprint fingerprint) {}
