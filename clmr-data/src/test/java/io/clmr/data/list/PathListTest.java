package io.clmr.data.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clmr.base.files.PathText;
import io.clmr.base.files.UserPath;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as programs and people write them. */
class PathListTest {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }

    private List<String> names(String list, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(list), content);
        return PathList.read(file).stream()
                .map(PathList.Entry::path)
                .map(folder::relativize)
                .map(PathText::of)
                .toList();
    }

    private List<String> names(String list, String content, Charset charset) throws IOException {
        return names(list, content.getBytes(charset));
    }

    private List<String> names(String list, String content) throws IOException {
        return names(list, content, StandardCharsets.UTF_8);
    }

    private String refusal(String list, byte[] content) {
        return assertThrows(ListException.class, () -> names(list, content))
                .getMessage()
                .replace(folder + "/", "");
    }

    private String refusal(String list, String content) {
        return refusal(list, content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndAsEveryMachineEndsThem(String end) throws IOException {
        String text = String.join(end, "a.wav", "", "sub/b c.wav", "é.wav");
        List<String> names = List.of("a.wav", "sub/b c.wav", "é.wav");
        assertEquals(names, names("l.txt", text));
        assertEquals(names, names("l.txt", text + end));
        assertEquals(names, names("l.m3u8", BYTE_ORDER_MARK + text));
        assertEquals(names, names("l.txt", BYTE_ORDER_MARK + text, StandardCharsets.UTF_16LE));
        assertEquals(names, names("l.txt", BYTE_ORDER_MARK + text, StandardCharsets.UTF_16BE));
    }

    @Test
    void findsPrint0IsTakenToTheLastByte() throws IOException {
        assertEquals(List.of("#1.wav", " a\nb.wav ", "c.wav"), names("l.txt", "#1.wav\0 a\nb.wav \0c.wav\0"));
    }

    @Test
    void aRemarkIsASongWhereASongIsCalledSo() throws IOException {
        file("#1 Crush.wav");
        file(" padded .wav");
        file("#EXTM3U8");
        assertEquals(
                List.of("#1 Crush.wav", " padded .wav", "#EXTM3U8", "gone.wav"),
                names(
                        "l.m3u",
                        "#EXTM3U\n#EXTINF:3,x\n#1 Crush.wav\n padded .wav\n  #EXTM3U8 \n#2 Crush.wav\n  gone.wav \n"));
    }

    @Test
    void playlistsOfOldAreInLatin1() throws IOException {
        file("é.wav");
        assertEquals(
                List.of("é.wav", "gone ü.wav", "“.wav"),
                names("l.m3u", "é.wav\ngone ü.wav\n“.wav\n", Charset.forName("windows-1252")));
        assertEquals(List.of("é.wav"), names("l.m3u", "é.wav\n"));
        assertEquals("l.m3u8:2: is not UTF-8; save the file as UTF-8", refusal("l.m3u8", latin1("a.wav\né.wav\n")));
        assertEquals(
                "l.txt:1: is not UTF-8; save the file as UTF-8; so are 2 other lines: 3, 4",
                refusal("l.txt", latin1("é\na\né\né\n")));
    }

    @Test
    void namesThatAreNoUtf8AreTheFilesWithTheseBytes() throws Exception {
        Process process = new ProcessBuilder(
                        "sh", "-c", "for c in 351 350; do : > \"$(printf \"caf\\\\$c.wav\")\"; done")
                .directory(folder.toFile())
                .start();
        assumeTrue(process.waitFor() == 0, "needs a shell and a file system that takes any bytes for names");
        List<String> both = List.of("caf%E9.wav", "caf%E8.wav");
        assertEquals(both, names("l.txt", latin1("café.wav\ncafè.wav\n")));
        assertEquals(both, names("l.m3u", latin1("café.wav\ncafè.wav\n")));
        assertEquals(both, names("l.txt", latin1("café.wav\0cafè.wav\0")));
        assertEquals(both, names("l.txt", "caf%E9.wav\ncaf%E8.wav\n"));
        assertEquals(both, names("l.txt", "file://" + folder + "/caf%E9.wav\nfile://" + folder + "/caf%e8.wav\n"));
    }

    @Test
    void addressesOfFilesAreFiles() throws IOException {
        file("a b.wav");
        file("é#1.wav");
        file("100%.wav");
        List<String> names = List.of("a b.wav", "é#1.wav", "100%.wav");
        String base = "file://" + folder + "/";
        assertEquals(names, names("l.txt", base + "a%20b.wav\n" + base + "%c3%A9%231.wav\n" + base + "100%.wav\n"));
        assertEquals(
                names,
                names(
                        "l.txt",
                        base.replace("file://", "file://localhost") + "a b.wav\n" + base.replace("file://", "FILE:")
                                + "é%231.wav\n" + base + "100%25.wav"));
        assertEquals(names, names("l.txt", "a%20b.wav\né%231.wav\n100%.wav"));
    }

    @Test
    void slashesTildesAndFormsOfUnicodeAreThoseOfThisMachine() throws IOException {
        Files.createDirectories(folder.resolve("Artist/Album"));
        file("Artist/Album/x.wav");
        file(Normalizer.normalize("é.wav", Normalizer.Form.NFD));
        file("ü.wav");
        file(Normalizer.normalize("ü.wav", Normalizer.Form.NFD));
        assertEquals(
                List.of("Artist/Album/x.wav", Normalizer.normalize("é.wav", Normalizer.Form.NFD), "ü.wav"),
                names("l.m3u", "Artist\\Album\\x.wav\né.wav\nü.wav\n"));
        assertEquals(
                List.of(folder.relativize(UserPath.of("~/no such.wav")).toString()), names("l.txt", "~/no such.wav\n"));
    }

    @Test
    void whatCanBeNoFileIsRefusedByItsLine() {
        assertEquals(
                "l.m3u:2: is http://radio.example/a.mp3, an address and no file of this machine; save it as a file, or"
                        + " take the line out",
                refusal("l.m3u", "a.wav\nhttp://radio.example/a.mp3\n"));
        assertEquals(
                "l.txt:1: has a zero in it, expected the path of a file",
                refusal("l.txt", (BYTE_ORDER_MARK + "a\0b\n").getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(
                "l.txt:1: has a zero byte in every character; save the list as UTF-8",
                refusal("l.txt", "a.wav\nb.wav\n".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(
                "l.txt:1: has 40000 bytes, expected the path of a file; is this a list?",
                refusal("l.txt", "x".repeat(40000)));
        assertEquals(
                "l.txt: begins as UTF-16, but is not; save it as UTF-8",
                refusal("l.txt", new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}));
    }

    @Test
    void aNameThatIsTooLongIsAFileThatIsNotThere() throws IOException {
        assertEquals(List.of("x".repeat(300)), names("l.txt", "x".repeat(300) + "\n"));
    }

    @Test
    void addressesAreThereForThoseWhoCanReadThem() throws IOException {
        Path list = Files.writeString(folder.resolve("l.txt"), "a.wav\nhdfs://name/b.wav\n");
        assertEquals(List.of(new PathList.Address(2, "hdfs://name/b.wav")), PathList.addresses(list));
        assertEquals(1, PathList.files(list).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"l.m3u", "l.txt"})
    void anyBytesAreReadOrRefused(String name) throws IOException {
        Random random = new Random(42);
        for (int n = 0; n < 300; n++) {
            byte[] content = new byte[random.nextInt(40)];
            random.nextBytes(content);
            Path list = Files.write(folder.resolve(name), content);
            try {
                assertTrue(PathList.read(list).stream().allMatch(entry -> entry.line() > 0));
            } catch (ListException e) {
                assertTrue(e.getMessage().startsWith(list.toString()), e.getMessage());
            }
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
