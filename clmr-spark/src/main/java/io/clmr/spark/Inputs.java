package io.clmr.spark;

import io.clmr.base.files.FileState;
import io.clmr.base.files.UserPath;
import io.clmr.data.list.AudioEndings;
import io.clmr.data.list.Exclusions;
import io.clmr.data.list.PathList;
import io.clmr.eval.embed.AudioInputs;
import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.embed.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/**
 * What is to be embedded.
 *
 * @param files places of audio files, each once, in a stable order; in the output they are called the same
 * @param states size and time of files, as far as they are known without asking for each
 * @param tables places of tables that hold files
 */
record Inputs(List<String> files, Map<String, String> states, List<AudioTable> tables) {
    private static final FileNames NAMES = FileNames.absolute();

    Inputs {
        files = List.copyOf(files);
        states = Map.copyOf(states);
        tables = List.copyOf(tables);
    }

    Inputs(List<String> files, List<AudioTable> tables) {
        this(files, Map.of(), tables);
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
        return find(inputs, allTables, exclusions, configuration, remark -> {});
    }

    /** As the other; {@code remarks} gets a sentence for all that was passed over in the folders. */
    static Inputs find(
            List<String> inputs,
            boolean allTables,
            Exclusions exclusions,
            Configuration configuration,
            Consumer<String> remarks)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>(); // with their states
        Set<String> real = new HashSet<>(); // files of this machine
        List<AudioTable> tables = new ArrayList<>();
        for (String input : inputs) {
            if (allTables || input.replaceFirst("/+$", "").endsWith(".parquet")) {
                tables.add(AudioTable.open(input, configuration));
            } else if (Place.isUrl(input)) {
                files.putAll(remote(new Path(input), exclusions, configuration, remarks));
            } else {
                addLocal(UserPath.of(input), exclusions, files, real, remarks);
            }
        }
        Map<String, String> states = new HashMap<>(files);
        states.values().removeIf(String::isEmpty);
        return new Inputs(List.copyOf(files.keySet()), states, tables);
    }

    private static void addLocal(
            java.nio.file.Path input,
            Exclusions exclusions,
            Map<String, String> files,
            Set<String> real,
            Consumer<String> remarks)
            throws IOException {
        if (!Files.isRegularFile(input) || !PathList.isList(input)) {
            AudioInputs.Found found = AudioInputs.search(List.of(input), InputStream.nullInputStream(), exclusions);
            found.remarks().forEach(remarks);
            for (java.nio.file.Path file : found.files()) {
                addLocalFile(file, files, real);
            }
            return;
        }
        Map<Integer, java.nio.file.Path> pathOfLine = new HashMap<>();
        Map<Integer, String> addressOfLine = new HashMap<>();
        PathList.files(input).forEach(entry -> pathOfLine.put(entry.line(), entry.path()));
        PathList.addresses(input).forEach(address -> addressOfLine.put(address.line(), address.text()));
        SortedSet<Integer> lines = new TreeSet<>(pathOfLine.keySet());
        lines.addAll(addressOfLine.keySet());
        for (int line : lines) {
            java.nio.file.Path path = pathOfLine.get(line);
            if (path != null) {
                addLocalFile(path, files, real);
            } else {
                files.putIfAbsent(addressOfLine.getOrDefault(line, ""), "");
            }
        }
    }

    private static void addLocalFile(java.nio.file.Path file, Map<String, String> files, Set<String> real)
            throws IOException {
        FileNames.Named named = NAMES.name(file);
        if (!real.add(named.state().map(FileState::uri).orElse(named.shown()))) {
            return; // by another spelling
        }
        files.putIfAbsent(
                named.shown(),
                named.state()
                        .map(state -> state(state.sizeBytes(), state.timeNanos()))
                        .orElse(""));
    }

    private static String state(long bytes, long time) {
        return bytes + " " + time;
    }

    private static Map<String, String> remote(
            Path input, Exclusions exclusions, Configuration configuration, Consumer<String> remarks)
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
            return Map.of(input.toString(), state(system.getFileStatus(input)));
        }
        Map<String, String> found = new TreeMap<>();
        URI root = URI.create(system.getFileStatus(input).getPath().toUri() + "/");
        search(system, input, root, exclusions, found, remarks);
        if (found.isEmpty()) {
            throw new EmbedException(input + ": no file in this folder has the ending of an audio format");
        }
        return found;
    }

    private static void search(
            FileSystem system,
            Path folder,
            URI root,
            Exclusions exclusions,
            Map<String, String> found,
            Consumer<String> remarks)
            throws IOException {
        RemoteIterator<FileStatus> all = system.listStatusIterator(folder);
        while (all.hasNext()) {
            FileStatus status = all.next();
            Path path = status.getPath();
            String below = root.relativize(path.toUri()).getPath();
            if (isHidden(below) || exclusions.exclude(java.nio.file.Path.of(below))) {
                continue;
            }
            if (status.isFile()) {
                if (AudioEndings.isAudio(path.getName())) {
                    found.put(path.toString(), state(status));
                }
                continue;
            }
            try {
                search(system, path, root, exclusions, found, remarks);
            } catch (AccessControlException | AccessDeniedException e) {
                remarks.accept(path + ": passed over: may not be read by this user");
            }
        }
    }

    /** As in folders of this machine: hidden files, and all in hidden folders, are left out. */
    private static boolean isHidden(String below) {
        return below.startsWith(".") || below.contains("/.");
    }

    private static String state(FileStatus file) {
        return state(file.getLen(), file.getModificationTime());
    }

    /** Returns a hash of files as they are now, as far as that is known. */
    String fingerprint(List<String> part) {
        MessageDigest digest = Weights.newDigest();
        part.forEach(file ->
                digest.update((file + "\t" + states.getOrDefault(file, "") + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns a hash of what is to be embedded, in its order. */
    String fingerprint() {
        MessageDigest digest = Weights.newDigest();
        files.forEach(file -> digest.update((file + "\n").getBytes(StandardCharsets.UTF_8)));
        tables.forEach(table -> digest.update((table.place() + "\t\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
