package io.clmr.data.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of clips, and what can be read from them. */
final class ClipKey {
    /** Clips of a song are named after the second they begin at: {@code title-29.mp3}, {@code title-29-58.mp3}. */
    private static final Pattern CLIP_OF_SONG = Pattern.compile("(.+?)(-\\d+){1,2}");

    /** What stands for bytes the locale cannot show. */
    private static final char UNKNOWN = '\uFFFD';

    private ClipKey() {}

    /** Returns a path below the root with slashes, whatever the machine writes; an absolute path stays as it is. */
    static String of(Path path) {
        if (path.isAbsolute()) {
            return path.normalize().toString();
        }
        List<String> names = new ArrayList<>();
        path.normalize().forEach(name -> names.add(text(name)));
        return String.join("/", names);
    }

    /**
     * Returns a name as text. Bytes that are no UTF-8 become {@code %E9}: else two files whose names the locale cannot
     * show would have one key, and one of them would be lost.
     */
    private static String text(Path name) {
        String shown = name.toString();
        if (shown.indexOf(UNKNOWN) < 0) {
            return shown;
        }
        String escaped = name.toUri().getRawPath();
        String last = escaped.endsWith("/") ? escaped.substring(0, escaped.length() - 1) : escaped;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = last.lastIndexOf('/') + 1; i < last.length(); i++) {
            if (last.charAt(i) == '%') {
                bytes.write(Integer.parseInt(last.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(last.charAt(i));
            }
        }
        ByteBuffer input = ByteBuffer.wrap(bytes.toByteArray());
        StringBuilder text = new StringBuilder();
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer output = CharBuffer.allocate(input.remaining());
        CoderResult result;
        do {
            result = decoder.decode(input, output, true);
            text.append(output.flip());
            output.clear();
            for (int i = 0; result.isMalformed() && i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "%%%02X", input.get()));
            }
        } while (!result.isUnderflow());
        return text.toString();
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
