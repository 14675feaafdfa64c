package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.cli.SongQuery.Answer;
import io.clmr.cli.console.Console.Verbosity;
import io.clmr.eval.similar.NeighbourPairs;
import io.clmr.eval.similar.SimilarSong;
import io.clmr.eval.similar.SimilarSongs;
import io.clmr.eval.similar.SimilarSongs.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr similar}: which songs of a catalogue sound like this one? */
@Command(
        name = "similar",
        headerHeading = "Examples:%n",
        header = {
            "  clmr embed music/ --checkpoint runs/mtat --pool mean --out music.npy",
            "  clmr similar --index music.npy --query song.mp3",
            "  clmr similar --index music.npy --query music/a.mp3 --query row:17 --top 3 --json",
            "  clmr similar --index music.npy --pairs pairs.csv --below music/ --top 3   # positives to train on",
            ""
        },
        description = "Finds the songs of an embedded catalogue that are nearest to a song, by the cosine between their"
                + " vectors. Catalogues of up to 200,000 rows are searched exactly. Larger ones are searched by a graph of"
                + " neighbours, which is built once beside the index (X.npy.graph) and again when the index has changed;"
                + " how many of the true nearest it finds is measured then, and shown.")
final class SimilarCommand extends ClmrCommand {

    /** JVector logs by the JDK what only its developers can use; held here, since a logger keeps nothing alive. */
    private static final Logger JVECTOR = Logger.getLogger("io.github.jbellis.jvector");

    @Option(
            names = "--index",
            paramLabel = "X",
            required = true,
            description = "The .npy of clmr embed, with its .index.csv beside it.")
    private Path index = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Asked asked = new Asked();

    /** What is searched for: either of them. */
    static final class Asked {
        @Option(
                names = "--query",
                paramLabel = "SONG",
                description =
                        "An audio file; or a path of the index, or row:N, which need no encoder. May be repeated.")
        private List<String> queries = new ArrayList<>();

        @Option(
                names = "--pairs",
                paramLabel = "X.csv",
                description =
                        "Write each song of the index paired with its nearest, as positives.pairs_file takes them.")
        private @Nullable Path pairs;
    }

    @Option(
            names = "--below",
            paramLabel = "DIR",
            description =
                    "Of --pairs: the dataset's root, which paths are written relative to. Default: as in the index.")
    private @Nullable Path below;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The folder that the paths of the index are relative to. Default: the one that clmr embed"
                    + " --base named.")
    private @Nullable Path base;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "How many songs. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int top = 10;

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            description =
                    "The encoder of the index, for audio that is not in it. Default: where the index says it was.")
    private @Nullable String checkpoint;

    @Option(names = "--include-self", description = "Show the query's own song too, if the index has it.")
    private boolean includeSelf;

    @Option(names = "--exact", description = "Compare with every row, whatever the size.")
    private boolean exact;

    @Option(names = "--approximate", description = "Use a graph of neighbours, whatever the size.")
    private boolean approximate;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    SimilarCommand(Session session) {
        super(session);
    }

    /** Keeps what JVector says of itself from the terminal, unless everything is to be said. */
    static void quietLibrary(Verbosity verbosity) {
        if (verbosity != Verbosity.VERBOSE) {
            JVECTOR.setLevel(Level.SEVERE);
        }
    }

    @Override
    int run() throws IOException {
        if (top < 1) {
            throw new UsageException("--top is " + top + ", expected 1 or more");
        }
        if (exact && approximate) {
            throw new UsageException("--exact and --approximate exclude each other, expected one or none");
        }
        if (below != null && asked.pairs == null) {
            throw new UsageException("--below is of --pairs alone");
        }
        if (asked.pairs != null && (includeSelf || checkpoint != null)) {
            throw new UsageException("--include-self and --checkpoint are of --query alone");
        }
        if (checkpoint != null) {
            EncoderChoice.requireWeightsOrRandom(checkpoint);
        }
        quietLibrary(console().verbosity());
        options.applyThreads();
        if (asked.pairs != null) {
            OutputCheck.file(asked.pairs);
        }
        try (SimilarSongs catalogue = open()) {
            if (asked.pairs != null) {
                writePairs(catalogue, asked.pairs);
            } else {
                answer(catalogue);
            }
        }
        return ExitCode.DONE;
    }

    private void answer(SimilarSongs catalogue) throws IOException {
        try (SongQuery query = new SongQuery(index, catalogue, Optional.ofNullable(checkpoint), options)) {
            List<Answer> answers = new ArrayList<>();
            for (String song : asked.queries) {
                answers.add(query.answer(song, top, includeSelf));
                session().interruption().check();
            }
            print(asJson(catalogue, answers), asText(catalogue, answers));
        }
    }

    private void writePairs(SimilarSongs catalogue, Path list) throws IOException {
        NeighbourPairs pairs;
        try (StageProgress progress = new StageProgress(session())) {
            pairs = NeighbourPairs.of(catalogue, top, progress);
        }
        pairs.write(list, Optional.ofNullable(below));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", index.toString());
        json.put("songs", catalogue.songs());
        json.put("out", list.toString());
        json.put("pairs", pairs.size());
        print(json, String.format(Locale.ROOT, "%s: %d pairs of %d songs", list, pairs.size(), catalogue.songs()));
    }

    private SimilarSongs open() throws IOException {
        Method method = exact ? Method.EXACT : approximate ? Method.GRAPH : Method.AUTO;
        try (StageProgress progress = new StageProgress(session())) {
            return SimilarSongs.open(index, method, Optional.ofNullable(base), progress);
        }
    }

    private Map<String, Object> asJson(SimilarSongs catalogue, List<Answer> answers) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", index.toString());
        json.put("rows", catalogue.rows());
        json.put("songs", catalogue.songs());
        json.put("dim", catalogue.dim());
        json.put("method", catalogue.recallAt10().isPresent() ? "graph" : "exact");
        catalogue.recallAt10().ifPresent(recall -> json.put("recall_at_10", recall));
        json.put("queries", answers.stream().map(SimilarCommand::asJson).toList());
        return json;
    }

    private static Map<String, Object> asJson(Answer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("query", answer.query());
        json.put("search_ms", answer.searchMillis());
        List<Map<String, Object>> songs = new ArrayList<>();
        for (SimilarSong song : answer.songs()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", song.path());
            one.put("similarity", song.similarity());
            one.put("row", song.row());
            if (!Double.isNaN(song.startSeconds())) {
                one.put("start_s", song.startSeconds());
                one.put("end_s", song.endSeconds());
            }
            songs.add(one);
        }
        json.put("songs", songs);
        return json;
    }

    private String asText(SimilarSongs catalogue, List<Answer> answers) {
        StringBuilder text = new StringBuilder();
        double millis = 0;
        for (Answer answer : answers) {
            text.append(PrintableText.of(answer.query())).append(System.lineSeparator());
            for (SimilarSong song : answer.songs()) {
                String part = Double.isNaN(song.startSeconds())
                        ? ""
                        : String.format(Locale.ROOT, "   %.1f to %.1f s", song.startSeconds(), song.endSeconds());
                text.append(String.format(
                        Locale.ROOT, "  %.4f  %s%s%n", song.similarity(), PrintableText.of(song.path()), part));
            }
            millis += answer.searchMillis();
        }
        text.append(String.format(
                Locale.ROOT,
                "%s search of %d rows of %d songs, %.2f ms a query",
                catalogue.recallAt10().isPresent() ? "graph" : "exact",
                catalogue.rows(),
                catalogue.songs(),
                millis / answers.size()));
        catalogue
                .recallAt10()
                .ifPresent(recall -> text.append(String.format(
                        Locale.ROOT, "; it finds %.1f %% of the true ten nearest (recall@10)", 100 * recall)));
        return text.toString();
    }
}
