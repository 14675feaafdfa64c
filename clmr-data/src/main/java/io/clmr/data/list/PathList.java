package io.clmr.data.list;

import io.clmr.base.files.PathText;
import io.clmr.base.files.PrintableText;
import io.clmr.base.files.UserPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of files, one a line: written by hand, by {@code find} (also with {@code -print0}), or a playlist of another
 * program.
 *
 * <p>A line is first of all the name of a file, as it stands there. Only where no such file is, it may be more: blanks
 * around it are left out, {@code ~} is the home folder, a line with {@code #} in front is a remark, {@code %20} and
 * {@code \} are what other programs write for a blank and {@code /}, and an {@code .m3u} may be in Latin-1. A file need
 * not exist.
 */
public final class PathList {
    private static final Set<String> ENDINGS = Set.of("txt", "lst", "m3u", "m3u8");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
    private static final Pattern FILE_ADDRESS = Pattern.compile("(?i)file:(//(localhost)?(?=/))?(/.*)");
    private static final Pattern WINDOWS = Pattern.compile("[^/]*\\\\[^/]*");
    private static final Charset LATIN_1 = Charset.forName("windows-1252");
    private static final int MAX_LINE_BYTES = 1 << 15;
    private static final int NAMED = 5;

    /**
     * A file of a list.
     *
     * @param line from 1
     * @param name as the list means it, relative to the list unless it is absolute there
     * @param path where the file is, or would be
     */
    public record Entry(int line, Path name, Path path) {}

    /** A line that is the address of another file system, such as {@code hdfs:///music/a.mp3}. */
    public record Address(int line, String text) {}

    /** What a list names. */
    private record Contents(List<Entry> files, List<Address> addresses) {}

    private final String name;
    private final Path folder;
    private final boolean latin1;

    private PathList(String name, Path folder, boolean latin1) {
        this.name = name;
        this.folder = folder;
        this.latin1 = latin1;
    }

    /** Returns whether a file is a list of files, by its ending. */
    public static boolean isList(Path file) {
        return ENDINGS.contains(ending(file));
    }

    /**
     * Reads a list.
     *
     * @throws ListException naming file and line of what can be no file
     */
    public static List<Entry> read(Path list) throws IOException {
        return of(list).entries(TextLines.content(list));
    }

    /**
     * Reads a list from another program.
     *
     * @param name of the list in messages
     * @param folder that its paths are relative to
     * @throws ListException naming the line of what can be no file
     */
    public static List<Entry> read(InputStream in, String name, Path folder) throws IOException {
        return new PathList(name, folder, false).entries(TextLines.content(in, name));
    }

    /** Reads the lines of a list that are addresses of other file systems; {@link #read} refuses a list with some. */
    public static List<Address> addresses(Path list) throws IOException {
        return of(list).contents(TextLines.content(list)).addresses();
    }

    /** Reads the files of a list, the addresses in it passed over. */
    public static List<Entry> files(Path list) throws IOException {
        return of(list).contents(TextLines.content(list)).files();
    }

    /** Returns the file that a line of a list in a folder means; for tables that name files among other things. */
    public static Path meant(Path folder, String text) {
        return new PathList("", folder, false).meant(text);
    }

    private static PathList of(Path list) {
        Path folder = Optional.ofNullable(list.getParent()).orElse(Path.of(""));
        return new PathList(list.toString(), folder, ending(list).equals("m3u"));
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private List<Entry> entries(byte[] content) throws ListException {
        Contents contents = contents(content);
        if (!contents.addresses().isEmpty()) {
            Address first = contents.addresses().get(0);
            throw bad(
                    first.line(),
                    "is " + PrintableText.of(first.text(), 200)
                            + ", an address and no file of this machine; save it as a file, or take the line out",
                    contents.addresses().stream().map(Address::line).toList());
        }
        return contents.files();
    }

    private Contents contents(byte[] content) throws ListException {
        boolean zeros = TextLines.hasZeros(content);
        if (zeros && isHalfZeros(content)) {
            throw new ListException(name, 1, "has a zero byte in every character; save the list as UTF-8");
        }
        Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
        List<Integer> bad = new ArrayList<>();
        String reason = "";
        for (TextLines.Line line : zeros ? TextLines.splitAtZeros(content) : TextLines.split(content, name)) {
            try {
                take(line, zeros, contents);
            } catch (InvalidPathException e) {
                reason = bad.isEmpty() ? e.getReason() : reason;
                bad.add(line.number());
            }
        }
        if (!bad.isEmpty()) {
            throw bad(bad.get(0), reason, bad);
        }
        return contents;
    }

    /** Text in UTF-16 without a mark, most of it ASCII; names between zeros have no line ends. */
    private static boolean isHalfZeros(byte[] content) {
        int zeros = 0;
        int lineEnds = 0;
        for (byte b : content) {
            zeros += b == 0 ? 1 : 0;
            lineEnds += b == '\n' ? 1 : 0;
        }
        return lineEnds > 0 && zeros >= content.length / 3;
    }

    private ListException bad(int line, String reason, List<Integer> all) {
        List<String> others =
                all.stream().skip(1).limit(NAMED).map(String::valueOf).toList();
        String more = all.size() == 1
                ? ""
                : "; so are " + (all.size() - 1) + " other lines: " + String.join(", ", others)
                        + (all.size() - 1 > NAMED ? ", …" : "");
        return new ListException(name, line, reason + more);
    }

    /** Takes one line; what can be no file ends in an {@link InvalidPathException} that says why. */
    private void take(TextLines.Line line, boolean exact, Contents contents) {
        if (line.bytes().length > MAX_LINE_BYTES) {
            throw new InvalidPathException(
                    "", "has " + line.bytes().length + " bytes, expected the path of a file; is this a list?");
        }
        Optional<String> text = line.text();
        if (text.isEmpty()) {
            contents.files().add(entry(line.number(), notUtf8(line.bytes())));
            return;
        }
        String written = text.get();
        Path whole = path(written);
        if (exact || (!written.isBlank() && exists(whole))) {
            contents.files().add(entry(line.number(), whole));
            return;
        }
        String stripped = written.strip();
        if (stripped.isEmpty() || (stripped.startsWith("#") && !exists(path(stripped)))) {
            return;
        }
        if (ADDRESS.matcher(stripped).matches()
                && !FILE_ADDRESS.matcher(stripped).matches()
                && !exists(path(stripped))) {
            contents.addresses().add(new Address(line.number(), stripped));
        } else {
            contents.files().add(entry(line.number(), meant(stripped)));
        }
    }

    private Entry entry(int line, Path meant) {
        return new Entry(line, meant, ExistingName.of(folder.resolve(meant)));
    }

    /** Returns the file that a line means which is not the name of one as it stands. */
    private Path meant(String text) {
        var address = FILE_ADDRESS.matcher(text);
        if (address.matches()) {
            return PathText.ofBytes(folder, unescaped(address.group(3)));
        }
        String home = UserPath.expanded(text);
        Path path = path(home);
        if (exists(path)) {
            return path;
        }
        String slashes = WINDOWS.matcher(home).matches() ? home.replace('\\', '/') : home;
        byte[] bytes = unescaped(slashes);
        if (home.indexOf('%') >= 0 && !contains(bytes, (byte) 0)) {
            Path escaped = PathText.ofBytes(folder, bytes);
            if (Files.exists(escaped)) {
                return slashes.startsWith("/")
                        ? escaped
                        : folder.toAbsolutePath().relativize(escaped);
            }
        }
        return path(slashes);
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Returns the file whose name has these very bytes; in a playlist of old, the one with these letters of Latin-1. */
    private Path notUtf8(byte[] bytes) {
        Path exact = PathText.ofBytes(folder, bytes);
        if (Files.exists(exact, LinkOption.NOFOLLOW_LINKS)) {
            return bytes[0] == '/' ? exact : folder.toAbsolutePath().relativize(exact);
        }
        if (!latin1) {
            throw new InvalidPathException("", "is not UTF-8; save the file as UTF-8");
        }
        return meant(new String(bytes, LATIN_1).strip());
    }

    private boolean exists(Path path) {
        return Files.exists(folder.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns a text as a path, also where the locale cannot show it. */
    private Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            if (text.indexOf('\0') >= 0) {
                throw new InvalidPathException("", "has a zero in it, expected the path of a file");
            }
            return PathText.ofBytes(folder, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns the bytes of a text with {@code %20} and the like in it; other signs after {@code %} stay. */
    private static byte[] unescaped(String text) {
        byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length; i++) {
            int high = escaped[i] == '%' && i + 2 < escaped.length ? Character.digit(escaped[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(escaped[i + 2], 16);
            if (low < 0) {
                bytes.write(escaped[i]);
            } else {
                bytes.write(high << 4 | low);
                i += 2;
            }
        }
        return bytes.toByteArray();
    }
}
