package io.clmr.data.dataset;

import io.clmr.base.files.PathText;
import io.clmr.data.list.AudioFolder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of clips, and what can be read from them. */
final class ClipKey {
    /** Clips of a song are named after the second they begin at: {@code title-29.mp3}, {@code title-29-58.mp3}. */
    private static final Pattern CLIP_OF_SONG = Pattern.compile("(.+?)(-\\d+){1,2}");

    private ClipKey() {}

    /** Returns a path below the root with slashes, whatever the machine writes; an absolute path stays as it is. */
    static String of(Path path) {
        return path.isAbsolute() ? PathText.of(path.normalize()) : AudioFolder.key(path);
    }

    /** Returns whether a path stays below the folder it is relative to. */
    static boolean staysBelow(Path path) {
        return !path.isAbsolute() && !path.normalize().startsWith("..");
    }

    /** Returns the song: the key without file ending and without the seconds at the end of the name. */
    static String song(String key) {
        int slash = key.lastIndexOf('/');
        int dot = key.lastIndexOf('.');
        String stem = dot > slash + 1 ? key.substring(0, dot) : key;
        Matcher matcher = CLIP_OF_SONG.matcher(stem.substring(slash + 1));
        return matcher.matches() ? stem.substring(0, slash + 1) + matcher.group(1) : stem;
    }

    /** Returns the folder directly below the root, which in most collections is the artist. */
    static Optional<String> topFolder(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(key.substring(0, slash));
    }

    /** Returns the folder a clip lies in; empty text for the root. */
    static String folder(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('/')));
    }
}
