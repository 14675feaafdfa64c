package io.clmr.data.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/** {@code errors.csv}: what was refused and why, for people and for spreadsheets. */
final class ErrorTable {
    private ErrorTable() {}

    static void write(Writer writer, List<StoredTrack> refused) throws IOException {
        ObjectWriter csv = new CsvMapper()
                .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
                .writerFor(String[].class)
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        try (SequenceWriter rows = csv.writeValues(writer)) {
            rows.write(new String[] {"key", "verdict", "reason", "path"});
            for (StoredTrack track : refused) {
                String verdict = track.verdict().name().toLowerCase(Locale.ROOT);
                rows.write(new String[] {track.key(), verdict, track.reason(), track.path()});
            }
        }
    }
}
