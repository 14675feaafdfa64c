package io.clmr.data.store;

/**
 * What preparing is about to do.
 *
 * @param total tracks of the dataset
 * @param reused tracks the store holds already
 * @param changed tracks the store holds of an audio file that has changed since, to be decoded again
 * @param added tracks the store does not hold
 * @param needBytes about what the decoded samples will take
 * @param freeBytes what is free where the store lies
 */
public record PreparePlan(int total, int reused, int changed, int added, long needBytes, long freeBytes) {

    /** Returns the number of tracks to decode. */
    public int toDecode() {
        return changed + added;
    }
}
