package io.clmr.base.files;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A path as text that keeps every byte of it. Names on a disk are bytes; those that are no UTF-8 are written as
 * {@code %E9}, while {@link Path#toString} shows one sign for all of them, so that two files would have one name.
 */
public final class PathText {

    /** What stands for bytes the locale cannot show. */
    private static final char UNKNOWN = '\uFFFD';

    private PathText() {}

    /** Returns a path as text, different for different paths. */
    public static String of(Path path) {
        if (path.toString().indexOf(UNKNOWN) < 0) {
            return path.toString();
        }
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name(name)));
        String root = path.getRoot() == null ? "" : path.getRoot().toString();
        return root + String.join(path.getFileSystem().getSeparator(), names);
    }

    /** Returns one name of a path as text. */
    public static String name(Path name) {
        String shown = name.toString();
        return shown.indexOf(UNKNOWN) < 0
                ? shown
                : decoded(lastName(name.toUri().getRawPath()));
    }

    /**
     * Returns the path that {@link #of} gave a text for: the file of this very name, else the one whose name has the bytes
     * that {@code %E9} stands for, else the text as it is.
     *
     * @throws InvalidPathException if no file can have this name
     */
    public static Path parse(String text) {
        Path path = Path.of(text);
        if (text.indexOf('%') < 0 || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path;
        }
        try {
            String escaped = path.toUri().getRawPath().replaceAll("%25(?=[0-9A-F]{2})", "%");
            Path bytes = Path.of(URI.create("file://" + escaped));
            return Files.exists(bytes, LinkOption.NOFOLLOW_LINKS) ? bytes : path;
        } catch (IllegalArgumentException e) { // an escaped zero
            return path;
        }
    }

    /**
     * Returns the path whose name on the disk has these bytes, whatever the locale can show.
     *
     * @param folder that a relative path is resolved against
     * @throws InvalidPathException if no file can have this name
     */
    public static Path ofBytes(Path folder, byte[] bytes) {
        if (File.separatorChar != '/') {
            return folder.resolve(new String(bytes, StandardCharsets.UTF_8));
        }
        StringBuilder escaped = new StringBuilder("file://");
        if (bytes.length == 0 || bytes[0] != '/') {
            String base = folder.toUri().getRawPath();
            escaped.append(base).append(base.endsWith("/") ? "" : "/");
        }
        for (byte b : bytes) {
            escaped.append(b == '/' ? "/" : String.format(Locale.ROOT, "%%%02X", b));
        }
        try {
            return Path.of(URI.create(escaped.toString()));
        } catch (IllegalArgumentException e) { // a zero
            throw new InvalidPathException(decoded(bytes), String.valueOf(e.getMessage()));
        }
    }

    /** Returns the bytes of the last name of an escaped path. */
    private static byte[] lastName(String escaped) {
        String text = escaped.endsWith("/") ? escaped.substring(0, escaped.length() - 1) : escaped;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = text.lastIndexOf('/') + 1; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Returns bytes as text, those that are no UTF-8 escaped. */
    public static String decoded(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
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
}
