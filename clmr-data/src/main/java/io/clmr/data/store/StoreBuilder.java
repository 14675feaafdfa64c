package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Decodes a dataset into a PCM store; may be killed and started again at any moment. */
@SuppressWarnings("DoNotCallSuggester")
public final class StoreBuilder {
    private StoreBuilder() {}

    /**
     * Decodes what the store does not hold yet, or holds of an older version of the audio file, and opens the result.
     *
     * @throws StoreException if another process prepares the same store, or it was made for another rate
     */
    public static PcmStore prepare(Path folder, List<Clip> clips, PrepareOptions options, PrepareListener listener)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
