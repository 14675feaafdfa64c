package io.clmr.data.audio;

import io.clmr.base.files.FileWatch;
import io.clmr.base.files.FileWatch.GuiltyFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A file in ffmpeg's hands, as all watches of this process see it. */
final class WatchedFile implements AutoCloseable {
    private static final List<FileWatch> WATCHES = new CopyOnWriteArrayList<>(); // a crash ends the whole process

    private final List<FileWatch.Mark> marks = new ArrayList<>();

    private WatchedFile() {}

    static void add(FileWatch watch) {
        WATCHES.add(watch);
    }

    static void remove(FileWatch watch) {
        WATCHES.remove(watch);
    }

    static boolean isSuspect(Path file) {
        return WATCHES.stream().anyMatch(watch -> watch.isSuspect(file));
    }

    static WatchedFile begin(Path file) throws AudioException {
        WatchedFile watched = new WatchedFile();
        try {
            for (FileWatch watch : WATCHES) {
                watched.marks.add(watch.begin(file));
            }
            return watched;
        } catch (GuiltyFileException e) {
            watched.close();
            throw new AudioException(
                    file,
                    AudioException.Kind.CRASHED,
                    e.getMessage() + " and is passed over; convert it with another program, or try it again with"
                            + " --retry-failed");
        }
    }

    void survived() {
        marks.forEach(FileWatch.Mark::survived);
    }

    @Override
    public void close() {
        marks.forEach(FileWatch.Mark::close);
    }
}
