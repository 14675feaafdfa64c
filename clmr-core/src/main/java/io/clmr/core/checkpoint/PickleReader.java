package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Pickled.Dict;
import io.clmr.core.checkpoint.Pickled.Foreign;
import io.clmr.core.checkpoint.Pickled.Global;
import io.clmr.core.checkpoint.Pickled.None;
import io.clmr.core.checkpoint.Pickled.Tuple;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a Python pickle without ever running what it names.
 *
 * <p>A pickle is a program for a small stack machine, and one of its instructions calls any function of the reader's
 * Python. Here a call is looked up in {@link TorchCalls}, which knows how tensors are put together and nothing else;
 * the result of any other call is a {@link Foreign} that only says what it would have been. Opcode names are those of
 * Python's {@code pickletools}.
 */
final class PickleReader {

    private static final int MAX_PROTOCOL = 5;

    /** A trainer's checkpoint has some ten thousand; each may take memory many times its own byte. */
    private static final int MAX_INSTRUCTIONS = 4_000_000;

    /** An object in memory counts as much as that many instructions. */
    private static final int COST_OF_OBJECT = 3;

    private static final int MAX_NAME_LENGTH = 256;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,40}");

    /** Hears of every storage a pickle names. */
    @FunctionalInterface
    interface StorageListener {
        void found(TorchStorage storage);
    }

    private final PickleInput in;
    private final StorageListener listener;
    private final PickleStack stack = new PickleStack();
    private long spent;

    private PickleReader(PickleInput in, StorageListener listener) {
        this.in = in;
        this.listener = listener;
    }

    /**
     * Reads one pickle up to its end mark.
     *
     * @return a string, {@link Long}, {@link BigInteger}, {@link Double}, {@link Boolean}, byte array, {@link List},
     *     one of {@link Pickled}, {@link TorchStorage} or {@link TorchTensor}
     * @throws IOException if it is cut short, claims more than can be there, or is no pickle
     */
    static Object read(PickleInput in, StorageListener listener) throws IOException {
        return new PickleReader(in, listener).run();
    }

    private Object run() throws IOException {
        while (true) {
            spend(1);
            int opcode = in.readByte();
            if (opcode == '.') { // STOP
                return stack.pop();
            }
            if (!number(opcode) && !text(opcode) && !container(opcode) && !memory(opcode) && !object(opcode)) {
                throw new CheckpointException(String.format(
                        Locale.ROOT, "the pickle has an instruction 0x%02x that no checkpoint needs", opcode));
            }
        }
    }

    /** What is used again counts each time: a hundred bytes can ask for a list of a million items ten thousand times. */
    private void spend(long count) throws CheckpointException {
        spent += count;
        if (spent > MAX_INSTRUCTIONS) {
            throw new CheckpointException("the pickle has more than " + MAX_INSTRUCTIONS
                    + " instructions and objects, which no checkpoint needs");
        }
    }

    private void pushObject(Object object) throws CheckpointException {
        spend(COST_OF_OBJECT);
        stack.push(object);
    }

    private boolean number(int opcode) throws IOException {
        switch (opcode) {
            case 'N' -> stack.push(None.NONE); // NONE
            case 0x88 -> stack.push(true); // NEWTRUE
            case 0x89 -> stack.push(false); // NEWFALSE
            case 'J' -> stack.push(in.readInt32()); // BININT
            case 'K' -> stack.push(in.readUnsigned(1)); // BININT1
            case 'M' -> stack.push(in.readUnsigned(2)); // BININT2
            case 'I' -> stack.push(decimalOrBoolean(in.readLine())); // INT
            case 'L' -> stack.push(decimal(in.readLine())); // LONG
            case 0x8a -> stack.push(in.readInteger(in.readUnsigned(1))); // LONG1
            case 0x8b -> stack.push(in.readInteger(in.readInt32())); // LONG4
            case 'G' -> stack.push(in.readDouble()); // BINFLOAT
            case 'F' -> stack.push(floating(in.readLine())); // FLOAT
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int opcode) throws IOException {
        switch (opcode) {
            case 'X' -> stack.push(in.readText(in.readUnsigned(4))); // BINUNICODE
            case 0x8c -> stack.push(in.readText(in.readUnsigned(1))); // SHORT_BINUNICODE
            case 0x8d -> stack.push(in.readText(in.readUnsigned(8))); // BINUNICODE8
            case 'V' -> stack.push(in.readLine()); // UNICODE
            case 'S' -> stack.push(unquoted(in.readLine())); // STRING
            case 'T' -> stack.push(in.readLatin(in.readInt32())); // BINSTRING
            case 'U' -> stack.push(in.readLatin(in.readUnsigned(1))); // SHORT_BINSTRING
            case 'B' -> stack.push(in.readBytes(in.readUnsigned(4))); // BINBYTES
            case 'C' -> stack.push(in.readBytes(in.readUnsigned(1))); // SHORT_BINBYTES
            case 0x8e, 0x96 -> stack.push(in.readBytes(in.readUnsigned(8))); // BINBYTES8, BYTEARRAY8
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws IOException {
        switch (opcode) {
            case '(' -> stack.mark(); // MARK
            case ')' -> pushObject(new Tuple(List.of())); // EMPTY_TUPLE
            case 0x85 -> pushObject(new Tuple(stack.last(1))); // TUPLE1
            case 0x86 -> pushObject(new Tuple(stack.last(2))); // TUPLE2
            case 0x87 -> pushObject(new Tuple(stack.last(3))); // TUPLE3
            case 't' -> pushObject(new Tuple(stack.sinceMark())); // TUPLE
            case ']', 0x8f -> pushObject(new ArrayList<>()); // EMPTY_LIST, EMPTY_SET
            case 'l', 0x91 -> pushObject(stack.sinceMark()); // LIST, FROZENSET
            case 'a' -> stack.append(stack.last(1)); // APPEND
            case 'e', 0x90 -> stack.append(stack.sinceMark()); // APPENDS, ADDITEMS
            case '}' -> pushObject(new Dict()); // EMPTY_DICT
            case 'd' -> { // DICT
                List<Object> pairs = stack.sinceMark();
                pushObject(new Dict());
                stack.put(pairs);
            }
            case 's' -> stack.put(stack.last(2)); // SETITEM
            case 'u' -> stack.put(stack.sinceMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) throws IOException {
        switch (opcode) {
            case 'q' -> stack.remember(in.readUnsigned(1)); // BINPUT
            case 'r' -> stack.remember(in.readUnsigned(4)); // LONG_BINPUT
            case 'p' -> stack.remember(index(in.readLine())); // PUT
            case 0x94 -> stack.remember(); // MEMOIZE
            case 'h' -> stack.recall(in.readUnsigned(1)); // BINGET
            case 'j' -> stack.recall(in.readUnsigned(4)); // LONG_BINGET
            case 'g' -> stack.recall(index(in.readLine())); // GET
            case '0' -> stack.pop(); // POP
            case '1' -> stack.sinceMark(); // POP_MARK
            case '2' -> stack.push(stack.peek()); // DUP
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> checkProtocol(in.readByte()); // PROTO
            case 0x95 -> in.readUnsigned(8); // FRAME: a hint for buffering
            case 'c' -> pushObject(global(in.readLine(), in.readLine())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                List<Object> names = stack.last(2);
                pushObject(global(names.get(0), names.get(1)));
            }
            case 'R', 0x81 -> { // REDUCE, NEWOBJ
                List<Object> call = stack.last(2);
                spend(TorchCalls.copiedItems(call.get(1)));
                pushObject(TorchCalls.call(call.get(0), call.get(1)));
            }
            case 0x92 -> pushObject(anObjectOf(stack.last(3).get(0))); // NEWOBJ_EX
            case 'o' -> { // OBJ
                List<Object> parts = stack.sinceMark();
                pushObject(anObjectOf(parts.isEmpty() ? None.NONE : parts.get(0)));
            }
            case 'i' -> { // INST
                stack.sinceMark();
                pushObject(anObjectOf(global(in.readLine(), in.readLine())));
            }
            case 'b' -> stack.last(1); // BUILD: the state of an object; a Foreign has none, an OrderedDict needs none
            case 'Q' -> pushObject(storage(stack.pop())); // BINPERSID
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Global global(Object module, Object name) throws CheckpointException {
        if (module instanceof String inside
                && name instanceof String what
                && inside.length() <= MAX_NAME_LENGTH
                && what.length() <= MAX_NAME_LENGTH) {
            return new Global(inside, what);
        }
        throw new CheckpointException("the pickle names a function or class by something that is no text of at most "
                + MAX_NAME_LENGTH + " characters");
    }

    /** What a pickle has nested is never printed: it may hold itself, or a billion copies of itself. */
    private static Foreign anObjectOf(Object type) {
        return new Foreign("an object of " + (type instanceof Global global ? global : "something that is not a name"));
    }

    private Object storage(Object persistentId) throws IOException {
        Object storage = TorchStorage.fromPersistentId(persistentId);
        if (storage instanceof TorchStorage known) {
            listener.found(known);
        }
        return storage;
    }

    private static void checkProtocol(int protocol) throws IOException {
        if (protocol > MAX_PROTOCOL) {
            throw new CheckpointException("the pickle has protocol " + protocol + ", known are 0 to " + MAX_PROTOCOL);
        }
    }

    private static long index(String text) throws IOException {
        return decimal(text) instanceof Long value ? value : -1;
    }

    private static Object decimalOrBoolean(String text) throws IOException {
        return switch (text) {
            case "00" -> false;
            case "01" -> true;
            default -> decimal(text);
        };
    }

    private static Object decimal(String text) throws IOException {
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        if (!DECIMAL.matcher(digits).matches()) {
            throw new CheckpointException("the pickle has '" + PrintableText.name(digits) + "' for a whole number");
        }
        return PickleInput.narrow(new BigInteger(digits));
    }

    private static double floating(String text) throws IOException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CheckpointException("the pickle has '" + PrintableText.name(text) + "' for a number", e);
        }
    }

    private static String unquoted(String text) {
        return text.length() >= 2 ? text.substring(1, text.length() - 1) : text;
    }
}
