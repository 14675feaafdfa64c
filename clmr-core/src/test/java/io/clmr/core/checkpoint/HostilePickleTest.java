package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.Parity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostilePickleTest {

    /** A dictionary {"w": tensor} over storage "0" in the text form of pickles; the rest is filled in. */
    private static final String TENSOR =
            "(S'w'\nctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\n"
                    + "S'0'\nS'cuda:0'\nI%d\ntQI%d\n(%st(%sttRd.";

    @TempDir
    Path folder;

    private static Object read(String pickle) throws IOException {
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        return PickleReader.read(new PickleInput(new ByteArrayInputStream(bytes), bytes.length), storage -> {});
    }

    private static String refusal(String pickle) {
        return assertThrows(IOException.class, () -> read(pickle)).getMessage();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            entry.setCrc(crc.getValue());
            entry.setSize(bytes.length);
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private Path zip(String pickle, byte[] storage, int method, String byteOrder) throws IOException {
        Path file = folder.resolve("made.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "made/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1), ZipEntry.STORED);
            store(zip, "made/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII), ZipEntry.STORED);
            store(zip, "made/data/0", storage, method);
        }
        return file;
    }

    private static String tensor(long storageSize, long offset, String shape, String strides) {
        return String.format(TENSOR, storageSize, offset, shape, strides);
    }

    private String refusal(Path file) {
        String message = assertThrows(CheckpointException.class, () -> Checkpoint.readTensors(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void aHandMadeFileIsRead() throws IOException {
        byte[] storage = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40};
        Path file = zip(tensor(3, 1, "I2\n", "I1\n"), storage, ZipEntry.STORED, "little");
        assertArrayEquals(
                new float[] {2, 3}, Checkpoint.readTensors(file).get("w").toFloats());
    }

    @Test
    void aStateDictIsFoundUnderTheNamesThatTrainersGiveIt() throws IOException {
        byte[] storage = {0, 0, (byte) 0x80, 0x3f};
        String weights = tensor(1, 0, "I1\n", "I1\n").replaceAll("\\.$", "");
        for (String key : List.of("state_dict", "model_state_dict", "model", "state_dict_ema", "net")) {
            Path file = zip("(S'epoch'\nI3\nS'" + key + "'\n" + weights + "d.", storage, ZipEntry.STORED, "little");
            assertArrayEquals(
                    new float[] {1}, Checkpoint.readTensors(file).get("w").toFloats(), key);
        }
        Path nested = zip("(S'model'\n(S'state_dict'\n" + weights + "dd.", storage, ZipEntry.STORED, "little");
        assertArrayEquals(
                new float[] {1}, Checkpoint.readTensors(nested).get("w").toFloats());
    }

    @Test
    void tensorsThatReachBeyondTheirStorageAreRefused() throws IOException {
        byte[] storage = new byte[12];
        assertEquals(
                "a tensor of shape [3], strides [1] and offset 1 reaches beyond its storage of 12 bytes",
                refusal(zip(tensor(3, 1, "I3\n", "I1\n"), storage, ZipEntry.STORED, "little")));
        assertEquals(
                "a tensor of shape [2], strides [4611686018427387904] and offset 0 reaches beyond its storage of 12 bytes",
                refusal(zip(tensor(3, 0, "I2\n", "I4611686018427387904\n"), storage, ZipEntry.STORED, "little")));
        assertTrue(refusal(zip(tensor(3, 0, "I-2\n", "I1\n"), storage, ZipEntry.STORED, "little"))
                .contains("no number from 0"));
        assertTrue(refusal(zip(tensor(3, -1, "I2\n", "I1\n"), storage, ZipEntry.STORED, "little"))
                .contains("do not fit together"));
    }

    @Test
    void oneValueSpreadOverTerabytesIsRefused() throws IOException {
        byte[] storage = new byte[12];
        assertEquals(
                "a tensor of shape [1000000, 1000000] has 1000000000000 values, more than this file can hold",
                refusal(zip(tensor(3, 0, "I1000000\nI1000000\n", "I0\nI0\n"), storage, ZipEntry.STORED, "little")));
        assertTrue(
                refusal(zip(tensor(3, 0, "I4611686018427387904\nI4\n", "I0\nI0\n"), storage, ZipEntry.STORED, "little"))
                        .contains("more than can be counted"));
    }

    @Test
    void compressedStoragesAreRefusedWhateverTheyGrowTo() throws IOException {
        String message =
                refusal(zip(tensor(9_000_000, 0, "I3\n", "I1\n"), new byte[36_000_000], ZipEntry.DEFLATED, "little"));
        assertTrue(message.startsWith("entry made/data/0 of the zip file is compressed"), message);
    }

    @Test
    void bigEndianFilesAreRefused() throws IOException {
        assertEquals(
                "its numbers are big-endian, only little-endian is read",
                refusal(zip(tensor(3, 0, "I3\n", "I1\n"), new byte[12], ZipEntry.STORED, "big")));
    }

    @Test
    void oldBigEndianFilesAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(Parity.file("checkpoints/dtypes_legacy.pt"));
        int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("little_endian");
        int at = key + "little_endian".length();
        while ((bytes[at] & 0xff) != 0x88) { // NEWTRUE
            at++;
        }
        bytes[at] = (byte) 0x89; // NEWFALSE
        Path file = Files.write(folder.resolve("big.pt"), bytes);
        assertEquals("its numbers are not said to be little-endian, and nothing else is read", refusal(file));
    }

    @Test
    void aZipOfSomethingElseIsRefused() throws IOException {
        Path file = folder.resolve("other.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "readme.txt", new byte[3], ZipEntry.STORED);
        }
        assertEquals("a zip file without NAME/data.pkl, so not one of torch.save", refusal(file));
    }

    @Test
    void nothingIsCalledThatIsNotOnTheList() throws IOException {
        for (String name : List.of(
                "posix\nsystem",
                "os\nsystem",
                "builtins\neval",
                "builtins\nexec",
                "subprocess\nPopen",
                "java.lang.Runtime\nexec",
                "torch\nload",
                "torch.hub\nload",
                "collections\nCounter",
                "builtins\ngetattr")) {
            Object value = read("c" + name + "\n(S'touch PWNED'\ntR.");
            assertEquals(
                    "a call of " + name.replace('\n', '.'),
                    assertInstanceOf(Pickled.Foreign.class, value).origin());
        }
    }

    @Test
    void callsHiddenInOtherInstructionsDoNothingEither() throws IOException {
        assertInstanceOf(Pickled.Foreign.class, read("(S'touch PWNED'\nios\nsystem\n.")); // INST
        assertInstanceOf(Pickled.Foreign.class, read("(cos\nsystem\nS'touch PWNED'\no.")); // OBJ
        assertInstanceOf(Pickled.Foreign.class, read("cos\nsystem\n(S'touch PWNED'\nt\u0081.")); // NEWOBJ
        assertInstanceOf(Pickled.Foreign.class, read("cos\nsystem\n(t}\u0092.")); // NEWOBJ_EX
        // the function comes out of a list, so that its name does not stand before the call
        assertInstanceOf(Pickled.Foreign.class, read("(cos\nsystem\nl(S'x'\ntR."));
        assertTrue(refusal("\u0082\u0001.").contains("no checkpoint needs")); // EXT1
    }

    @Test
    void lengthsBeyondTheFileAreRefusedBeforeMemoryIsTaken() {
        assertTrue(refusal("X\u00ff\u00ff\u00ff\u00ffabc.").contains("claims 4294967295 more bytes"));
        assertTrue(refusal("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabc.")
                .contains("claims -1 more bytes"));
        assertTrue(refusal("\u008b\u00ff\u00ff\u00ff\u007f.").contains("whole number of 2147483647 bytes"));
        assertTrue(refusal("I" + "9".repeat(5000) + "\n.").contains("for a whole number"));
    }

    @Test
    void pilesOfObjectsAreRefused() {
        assertTrue(refusal("]".repeat(5_000_000) + ".").contains("more than 4000000 instructions"));
        assertTrue(refusal("(".repeat(5_000_000) + ".").contains("more than 4000000 instructions"));
    }

    @Test
    void stackTricksAreRefused() {
        assertTrue(refusal(".").contains("takes more values"));
        assertTrue(refusal("(I1\n(0.").contains("takes more values")); // may not take from below a mark
        assertTrue(refusal("t.").contains("takes more values"));
        assertTrue(refusal("h\u0005.").contains("refers to value 5"));
        assertTrue(refusal("I1\nI2\na.").contains("no list"));
        assertTrue(refusal("}I1\nS'half'\n(I1\nu.").contains("no dictionary"));
        assertTrue(refusal("\u0080\u0009.").contains("protocol 9"));
    }

    /** A hundred kilobytes that ask for a dictionary of ten thousand entries ten thousand times. */
    @Test
    void whatIsCopiedCountsEachTime() {
        String entries = "(U\u0001aNt".repeat(10_000);
        String calls = "h\u0000h\u0001R".repeat(10_000);
        assertTrue(refusal("ccollections\nOrderedDict\nq\u0000((" + entries + "ltq\u0001" + calls + ".")
                .contains("instructions and objects"));
    }

    @Test
    void namesAreTextsAndMessagesQuoteLittleOfThem() throws IOException {
        assertTrue(refusal("](I1\nI2\ne](I1\nI2\ne\u0093.").contains("something that is no text")); // STACK_GLOBAL
        assertTrue(refusal("c" + "m".repeat(300) + "\nf\n.").contains("at most 256 characters"));
        String longName = "n".repeat(200);
        assertEquals(
                "a call of m." + "n".repeat(68) + "…",
                assertInstanceOf(Pickled.Foreign.class, read("cm\n" + longName + "\n(tR."))
                        .origin());
        assertEquals(
                "a call of m.\\u001b[2Jf",
                assertInstanceOf(Pickled.Foreign.class, read("cm\n\u001b[2Jf\n(tR."))
                        .origin());
        // what a pickle has nested is no name of a class, whatever its text would be
        assertEquals(
                "an object of something that is not a name",
                assertInstanceOf(Pickled.Foreign.class, read("(]q\u0000h\u0000ao."))
                        .origin());
    }

    /** A key that holds itself, or a billion copies of itself, must not be hashed through. */
    @Test
    void nestedKeysCostNothing() throws IOException {
        StringBuilder pickle = new StringBuilder("}(t");
        for (int depth = 0; depth < 60; depth++) {
            pickle.append('2').append('\u0086'); // DUP, TUPLE2
        }
        Object value = read(pickle + "I1\ns.");
        assertEquals(1, assertInstanceOf(Pickled.Dict.class, value).others());
        assertInstanceOf(List.class, read("]q\u0000h\u0000a.")); // a list that holds itself
    }

    @Test
    void plainValuesAreRead() throws IOException {
        assertEquals(-2L, read("J\u00fe\u00ff\u00ff\u00ff."));
        assertEquals(65535L, read("M\u00ff\u00ff."));
        assertEquals(true, read("I01\n."));
        assertEquals(0L, read("\u008a\u0000."));
        assertEquals(-1L, read("\u008a\u0001\u00ff."));
        assertEquals(BigInteger.ONE.shiftLeft(64), read("\u008a\u0009\0\0\0\0\0\0\0\0\u0001."));
        assertEquals(1.5, read("G\u003f\u00f8\0\0\0\0\0\0."));
        assertEquals(2.5, read("F2.5\n."));
        assertEquals(5L, read("L5L\n."));
        assertEquals("a", read("U\u0001a."));
        assertEquals(Pickled.None.NONE, read("N."));
        assertEquals(List.of(1L, 2L), read("](I1\nI2\ne."));
    }

    @Test
    void overlappingEntriesCannotHoldMoreThanTheFile() throws IOException {
        // two storages of the same bytes: the second entry of the directory is made to point at the first's data
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            StringBuilder pickle = new StringBuilder("(");
            for (int i = 0; i < 4; i++) {
                pickle.append("S'w").append(i).append("'\n");
                pickle.append("ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'")
                        .append(i);
                pickle.append("'\nS'cpu'\nI25000\ntQI0\n(I25000\nt(I1\nttR");
            }
            store(zip, "m/data.pkl", (pickle + "d.").getBytes(StandardCharsets.ISO_8859_1), ZipEntry.STORED);
            store(zip, "m/data/0", new byte[100_000], ZipEntry.STORED);
            for (int i = 1; i < 4; i++) {
                store(zip, "m/data/" + i, new byte[0], ZipEntry.STORED);
            }
        }
        byte[] raw = bytes.toByteArray();
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        int first = text.lastIndexOf("m/data/0") - 46;
        for (int i = 1; i < 4; i++) {
            int other = text.lastIndexOf("m/data/" + i) - 46;
            System.arraycopy(raw, first + 16, raw, other + 16, 12); // checksum and sizes
            System.arraycopy(raw, first + 42, raw, other + 42, 4); // where it begins
        }
        String message = refusal(Files.write(folder.resolve("overlap.pt"), raw));
        assertTrue(message.contains("more than the file can hold"), message);
    }
}
