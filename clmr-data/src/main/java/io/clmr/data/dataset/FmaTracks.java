package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tables of FMA's metadata. {@code tracks.csv} has two rows of column names, the group above the name, and a
 * third that names the first column; its cells may go over several lines.
 */
final class FmaTracks {
    /**
     * One row of {@code tracks.csv}.
     *
     * @param subset small, medium or large: the smallest that has it
     * @param album its number; absent where the table has none
     * @param genres numbers of genres, those above them in the tree included
     */
    record Track(
            int id,
            String split,
            String subset,
            String artist,
            Optional<String> album,
            Optional<String> topGenre,
            List<String> genres) {}

    /** Takes a track; may refuse it. */
    interface TrackReader {
        void read(Track track) throws DatasetException;
    }

    private static final String ALBUM = "album/id";

    private final Path file;
    private final List<List<String>> headers = new ArrayList<>();
    private final Map<String, Integer> columns = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();

    private FmaTracks(Path file) {
        this.file = file;
    }

    static void read(Path file, TrackReader consumer) throws DatasetException {
        new FmaTracks(file).readAll(consumer);
    }

    private void readAll(TrackReader consumer) throws DatasetException {
        DelimitedFile.commas(file).forEach(row -> {
            if (headers.size() < 3) {
                readHeader(row);
            } else {
                consumer.read(track(row));
            }
        });
        if (headers.size() < 3) {
            throw new DatasetException(
                    file, "has " + headers.size() + " rows, expected three of a header and one a track");
        }
    }

    private void readHeader(DelimitedFile.Row row) throws DatasetException {
        headers.add(row.cells());
        if (headers.size() == 2) {
            List<String> groups = headers.get(0);
            List<String> names = headers.get(1);
            for (int i = 0; i < Math.min(groups.size(), names.size()); i++) {
                columns.put(groups.get(i) + "/" + names.get(i), i);
            }
            for (String wanted :
                    List.of("set/split", "set/subset", "artist/name", "track/genre_top", "track/genres_all")) {
                if (!columns.containsKey(wanted)) {
                    throw row.malformed("has no column " + wanted.replace('/', ' ')
                            + ", expected the two rows of names of fma_metadata/tracks.csv");
                }
            }
        } else if (headers.size() == 3 && !row.cells().get(0).equals("track_id")) {
            throw row.malformed("begins with " + PythonList.shown(row.cells().get(0)) + ", expected track_id");
        }
    }

    private Track track(DelimitedFile.Row row) throws DatasetException {
        if (row.cells().size() != headers.get(1).size()) {
            throw row.malformed("has " + row.cells().size() + " cells, expected "
                    + headers.get(1).size() + " as in the header");
        }
        String id = row.cells().get(0);
        if (!id.matches("\\d{1,6}")) {
            throw row.malformed("has " + PythonList.shown(id) + " for a track, expected a number of up to six digits");
        }
        int number = Integer.parseInt(id);
        if (!seen.add(number)) {
            throw row.malformed("track " + id + " is there already, expected each track once");
        }
        String genre = cell(row, "track/genre_top");
        return new Track(
                number,
                cell(row, "set/split"),
                subset(row),
                cell(row, "artist/name"),
                columns.containsKey(ALBUM)
                        ? Optional.of(cell(row, ALBUM)).filter(album -> !album.isEmpty())
                        : Optional.empty(),
                genre.isEmpty() ? Optional.empty() : Optional.of(genre),
                genres(row));
    }

    private String subset(DelimitedFile.Row row) throws DatasetException {
        String subset = cell(row, "set/subset");
        if (!List.of("small", "medium", "large").contains(subset)) {
            throw row.malformed("is in the subset " + PythonList.shown(subset) + ", expected small, medium or large");
        }
        return subset;
    }

    private List<String> genres(DelimitedFile.Row row) throws DatasetException {
        try {
            return PythonList.parse(cell(row, "track/genres_all"));
        } catch (PythonList.NotAList e) {
            throw row.malformed("the list of genres " + e.getMessage());
        }
    }

    private String cell(DelimitedFile.Row row, String column) {
        return row.cells().get(columns.getOrDefault(column, 0));
    }

    /** Reads {@code genres.csv} (genre_id, #tracks, parent, title, top_level); without it genres go by their numbers. */
    static Map<String, String> genreNames(Path file) throws DatasetException {
        Map<String, String> names = new HashMap<>();
        if (!Files.exists(file)) {
            return names;
        }
        int[] title = {-1};
        DelimitedFile.commas(file).forEach(row -> {
            if (title[0] < 0) {
                title[0] = row.cells().indexOf("title");
                if (title[0] < 0 || !row.cells().get(0).equals("genre_id")) {
                    throw row.malformed("expected a header with genre_id first and a column title");
                }
            } else if (row.cells().size() <= title[0]
                    || row.cells().get(title[0]).isEmpty()) {
                throw row.malformed("has no title, expected as many cells as the header");
            } else {
                names.put(row.cells().get(0), row.cells().get(title[0]));
            }
        });
        return names;
    }
}
