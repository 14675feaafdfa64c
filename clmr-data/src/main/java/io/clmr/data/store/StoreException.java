package io.clmr.data.store;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells what is wrong with a PCM store and what to do. */
public final class StoreException extends IOException {
    StoreException(Path store, String foundAndAdvice) {
        super(PrintableText.of(store) + ": " + foundAndAdvice);
    }

    StoreException(Path store, String foundAndAdvice, @Nullable Throwable cause) {
        super(PrintableText.of(store) + ": " + foundAndAdvice, cause);
    }
}
