package io.clmr.data.dataset;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.clmr.data.list.TextLines;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A text file of rows, comma- or tab-separated; cells may be quoted. Empty lines are passed over. */
final class DelimitedFile {
    private final Path file;
    private final ObjectReader reader;

    /** One row and where it stands. */
    record Row(Path file, long line, List<String> cells) {
        /** Returns a cell as the key of a clip below the root. */
        String key(int cell) throws DatasetException {
            return key(cell, false);
        }

        /**
         * Returns a cell as a clip key.
         *
         * @param anywhere whether clips may lie outside of the root
         */
        String key(int cell, boolean anywhere) throws DatasetException {
            try {
                Path path = Path.of(cells.get(cell));
                if (!anywhere && !ClipKey.staysBelow(path)) {
                    throw malformed(
                            "has a path that leaves the dataset's folder: " + PythonList.shown(cells.get(cell)));
                }
                String key = ClipKey.of(path);
                if (!key.isEmpty()) {
                    return key;
                }
            } catch (InvalidPathException e) {
                throw malformed("has no valid path in cell " + (cell + 1) + ": " + e.getMessage());
            }
            throw malformed("has no path in cell " + (cell + 1));
        }

        DatasetException malformed(String foundAndAdvice) {
            return new DatasetException(file, line, foundAndAdvice);
        }
    }

    /** Takes a row; may refuse it. */
    interface RowReader {
        void read(Row row) throws DatasetException;
    }

    private DelimitedFile(Path file, char separator) {
        this.file = file;
        reader = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .enable(CsvParser.Feature.TRIM_SPACES)
                .readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }

    static DelimitedFile commas(Path file) {
        return new DelimitedFile(file, ',');
    }

    static DelimitedFile tabs(Path file) {
        return new DelimitedFile(file, '\t');
    }

    void forEach(RowReader consumer) throws DatasetException {
        long line = 1;
        try (Reader text = TextLines.reader(file);
                MappingIterator<String[]> rows = reader.readValues(text)) {
            while (rows.hasNextValue()) {
                line = rows.getCurrentLocation().getLineNr();
                consumer.read(new Row(file, line, Arrays.asList(rows.nextValue())));
            }
        } catch (DatasetException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new DatasetException(file, "is not there, but the dataset needs it", e);
        } catch (CharacterCodingException e) {
            throw new DatasetException(file, line, "is not UTF-8 here or below; save the file as UTF-8", e);
        } catch (IOException e) {
            throw new DatasetException(file, "cannot be read from line " + line + " on: " + e.getMessage(), e);
        }
    }
}
