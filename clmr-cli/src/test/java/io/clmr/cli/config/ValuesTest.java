package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types or writes for a key is what the key gets. */
class ValuesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hits #1",
                "#1",
                "[live] x",
                "[live]",
                "{a}",
                "*",
                "@x",
                "%x",
                "!x",
                "&x",
                "a: b",
                "\"Weird Al\" Yankovic",
                "'60s",
                " x ",
                "x:",
                "- x",
                "? x",
                "|",
                ">",
                "null",
                "true",
                "1e3",
                "0x10",
                "1_000",
                "2020-01-01",
                "yes",
                "a\\nb",
                "a\tb",
                "a\nb",
                "~anna",
                "./~",
                "x=y",
                "\u00e9",
                "e\u0301",
                "\u2028",
                "\ufeffx",
                "\ud83c\udfb5"
            })
    void aPathAfterSetIsTakenAsItIs(String typed) {
        assertEquals(Path.of(typed), root("dataset.root=" + typed));
        assertEquals(
                Optional.of(Path.of(typed)), load("store.path=" + typed).store().path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hits #1", "a: b", "[x", "null", " x", "1e3", "#"})
    void aNameAfterSetIsTakenAsItIs(String typed) {
        assertEquals(
                Optional.of(typed), load("dataset.subset=" + typed).dataset().subset());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [*.tmp, Karaoke/**]  | *.tmp;Karaoke/**
            ["*.tmp", a]         | *.tmp;a
            *.tmp                | *.tmp
            [live]*              | [live]*
            a, b                 | a, b
            [!x, %y]             | !x;%y
            """)
    void aListOfTextsIsWrittenWithOrWithoutBrackets(String typed, String items) {
        assertEquals(
                List.of(items.split(";")),
                load("dataset.exclude=" + typed).dataset().exclude());
    }

    @Test
    void noneIsStillNothingAndTildeTheHomeFolder() throws IOException {
        assertEquals(Optional.empty(), load("store.path=none").store().path());
        assertEquals(UserPath.of("~").resolve("a #1"), root("dataset.root=~/a #1"));
        assertEquals(
                UserPath.of("~/m"), inFile("dataset: {root: ~/m}\n").dataset().root());
    }

    @Property(seed = "42", tries = 300)
    void whatIsTypedIsStoredAndReadAgain(@ForAll("typed") String typed) throws IOException {
        ClmrConfig config = load("dataset.root=./" + typed, "dataset.subset=" + typed);
        assertEquals(Path.of("./" + typed), config.dataset().root());
        Path file = Files.createTempFile("clmr-values-", ".yaml");
        Files.writeString(file, ConfigPrinter.yaml(config));
        assertEquals(config, ConfigLoader.load(Optional.of(file), List.of()).config());
        Files.delete(file);
    }

    @Property(seed = "42", tries = 100)
    void aSweepHandsOnWhatItsFileSays(@ForAll("typed") String typed) throws IOException {
        Path file = Files.createTempFile("clmr-sweep-", ".yaml");
        Files.writeString(file, "set: {dataset.subset: " + YamlText.quoted(typed) + "}\n");
        List<Assignment> set = SweepFile.read(file, OptionalLong.empty()).set();
        Files.delete(file);
        assertEquals(
                Optional.of(typed),
                ConfigLoader.load(Optional.empty(), set).config().dataset().subset());
    }

    @Provide
    Arbitrary<String> typed() {
        return Arbitraries.strings()
                .withChars("ab \t\n#:'\"\\[]{},&*!|>%@`~-?=\u0085\u2028\ufeff\u00e9\u0301")
                .all()
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> !text.equals("none") && text.indexOf('\0') < 0)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dataset: {root: &x m}   | c.yaml:1: an anchor (&name) stands before the value, expected the value alone; write it in quotes if it begins with &
            dataset: {root: !x m}   | c.yaml:1: a tag (!name) stands before the value, expected the value alone; write it in quotes if it begins with !
            dataset: {root: !!str 5} | c.yaml:1: a tag (!name) stands before the value, expected the value alone; write it in quotes if it begins with !
            dataset: {root: ~}      | c.yaml:1: dataset.root is empty, expected a path
            dataset: {root: a, root: b} | c.yaml:1: dataset.root is there twice, first at c.yaml:1; keep one of them
            """)
    void whatYamlWouldChangeIsRefused(String yaml, String message) {
        assertEquals(message, refusal(yaml + "\n"));
    }

    @Test
    void whatYamlWouldCutIsRefusedForPathsAndNames() {
        assertEquals(
                "c.yaml:2: dataset.root is 'hits' with #1 behind it, which YAML takes for a comment; write \"hits #1\" if"
                        + " it belongs to the value, or a blank after # if it is a comment",
                refusal("dataset:\n  root: hits #1\n"));
        assertTrue(refusal("dataset:\n  root: m\n  subset: a  #b\n").startsWith("c.yaml:3: dataset.subset is 'a'"));
    }

    @Test
    void commentsStayComments() throws IOException {
        assertEquals(
                Path.of("hits"),
                inFile("dataset:\n  root: hits # 1\n").dataset().root());
        assertEquals(
                Path.of("hits"),
                inFile("dataset:\n  root: hits   ## 1\n").dataset().root());
        assertEquals(
                Path.of("hits #1"),
                inFile("dataset:\n  root: \"hits #1\" #2\n").dataset().root());
        assertEquals(7, inFile("train:\n  seed: 7 #lucky\n").pretrain().train().seed());
    }

    @Test
    void valuesOverSeveralLinesAreRefused() {
        String message = "c.yaml:2: dataset.root goes on over several lines, expected its value in one line; YAML would"
                + " join them";
        assertEquals(message, refusal("dataset:\n  root: a\n    b\n"));
        assertEquals(message, refusal("dataset:\n  root: \"a\n    b\"\n"));
        assertEquals(message, refusal("dataset:\n  root: |\n    a\n"));
    }

    @Test
    void aCommentHasNoPlaceInAnOption() {
        ConfigException refused = assertThrows(ConfigException.class, () -> load("train.seed=7 #1"));
        assertEquals(
                "--set train.seed=7 #1: the value ends before the #, which begins a comment; expected the value alone",
                refused.getMessage());
    }

    @Test
    void readsAFileWithAByteOrderMark() throws IOException {
        assertEquals(
                Path.of("m"), inFile("\ufeffdataset:\n  root: m\n").dataset().root());
    }

    private static ClmrConfig load(String... sets) {
        return ConfigLoader.load(
                        Optional.empty(),
                        List.of(sets).stream().map(Assignment::parse).toList())
                .config();
    }

    private static Path root(String set) {
        return load(set).dataset().root();
    }

    private ClmrConfig inFile(String yaml) throws IOException {
        Path file = folder.resolve("c.yaml");
        Files.writeString(file, yaml);
        return ConfigLoader.load(Optional.of(file), List.of()).config();
    }

    private String refusal(String yaml) {
        return assertThrows(ConfigException.class, () -> inFile(yaml))
                .getMessage()
                .replace(folder + "/", "");
    }
}
