package io.clmr.eval.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Stands in a module that has clmr-eval, but not the library for Parquet that it can do without. */
class WithoutParquetTest {

    @Test
    void otherTablesNeedNoParquet() throws EmbedException {
        assertEquals(OutputFormat.NPY, OutputFormat.of(Path.of("x.npy")));
        assertEquals(OutputFormat.CSV, OutputFormat.of(Path.of("x.csv")));
    }

    @Test
    void parquetSaysBeforeAnyWorkWhatItNeeds() {
        EmbedException refused = assertThrows(EmbedException.class, () -> OutputFormat.of(Path.of("x.parquet")));
        assertEquals(
                "x.parquet: .parquet needs com.jerolba:carpet-record on the class path; add that dependency, or name a file"
                        + " that ends in .npy or .csv",
                refused.getMessage());
    }
}
