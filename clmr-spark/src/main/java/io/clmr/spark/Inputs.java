package io.clmr.spark;

import io.clmr.base.files.PathText;
import io.clmr.base.files.UserPath;
import io.clmr.data.list.AudioEndings;
import io.clmr.data.list.Exclusions;
import io.clmr.data.list.PathList;
import io.clmr.eval.embed.AudioInputs;
import io.clmr.eval.embed.EmbedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What is to be embedded.
 *
 * @param files places of audio files, each once, in a stable order; in the output they are called the same
 * @param tables places of tables that hold files
 */
record Inputs(List<String> files, List<AudioTable> tables) {

    Inputs {
        files = List.copyOf(files);
        tables = List.copyOf(tables);
    }

    /**
     * Finds what inputs stand for.
     *
     * @param inputs as {@link AudioInputs#search} takes them; URLs of files and folders too, also within lists; and tables
     * @param allTables whether every input is a table; if not, those are that end in {@code .parquet}
     * @param exclusions what is left out in folders
     * @throws EmbedException if an input is not there or holds nothing
     */
    static Inputs find(List<String> inputs, boolean allTables, Exclusions exclusions, Configuration configuration)
            throws IOException {
        Set<String> files = new LinkedHashSet<>();
        List<AudioTable> tables = new ArrayList<>();
        for (String input : inputs) {
            if (allTables || input.replaceFirst("/+$", "").endsWith(".parquet")) {
                tables.add(AudioTable.open(input, configuration));
            } else if (Place.isUrl(input)) {
                files.addAll(remote(new Path(input), exclusions, configuration));
            } else {
                files.addAll(local(UserPath.of(input), exclusions));
            }
        }
        return new Inputs(List.copyOf(files), tables);
    }

    private static List<String> local(java.nio.file.Path input, Exclusions exclusions) throws IOException {
        if (!Files.isRegularFile(input) || !PathList.isList(input)) {
            return AudioInputs.search(List.of(input), InputStream.nullInputStream(), exclusions).files().stream()
                    .map(PathText::of)
                    .toList();
        }
        Map<Integer, String> byLine = new TreeMap<>();
        PathList.files(input).forEach(entry -> byLine.put(entry.line(), PathText.of(entry.path())));
        PathList.addresses(input).forEach(address -> byLine.put(address.line(), address.text()));
        return List.copyOf(byLine.values());
    }

    private static Set<String> remote(Path input, Exclusions exclusions, Configuration configuration)
            throws IOException {
        FileSystem system = input.getFileSystem(configuration);
        if (!system.exists(input)) {
            throw new EmbedException(input + ": no such file or folder");
        }
        if (system.getFileStatus(input).isFile()) {
            if (PathList.isList(java.nio.file.Path.of(input.getName()))) {
                throw new EmbedException(
                        input + ": lists are read from the local disk only; copy it here, it may name URLs");
            }
            return Set.of(input.toString());
        }
        Set<String> found = new TreeSet<>();
        URI root = URI.create(system.getFileStatus(input).getPath().toUri() + "/");
        RemoteIterator<LocatedFileStatus> all = system.listFiles(input, true);
        while (all.hasNext()) {
            Path file = all.next().getPath();
            String below = root.relativize(file.toUri()).getPath();
            if (AudioEndings.isAudio(file.getName())
                    && !isHidden(below)
                    && !exclusions.exclude(java.nio.file.Path.of(below))) {
                found.add(file.toString());
            }
        }
        if (found.isEmpty()) {
            throw new EmbedException(input + ": no file in this folder has the ending of an audio format");
        }
        return found;
    }

    /** As in folders of this machine: hidden files, and all in hidden folders, are left out. */
    private static boolean isHidden(String below) {
        return below.startsWith(".") || below.contains("/.");
    }

    /** Returns a hash of what is to be embedded, in its order. */
    String fingerprint() {
        MessageDigest digest = Weights.newDigest();
        files.forEach(file -> digest.update((file + "\n").getBytes(StandardCharsets.UTF_8)));
        tables.forEach(table -> digest.update((table.place() + "\t\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
