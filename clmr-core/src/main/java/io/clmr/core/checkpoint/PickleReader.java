package io.clmr.core.checkpoint;

import io.clmr.core.checkpoint.Pickled.Dict;
import io.clmr.core.checkpoint.Pickled.Foreign;
import io.clmr.core.checkpoint.Pickled.Global;
import io.clmr.core.checkpoint.Pickled.None;
import io.clmr.core.checkpoint.Pickled.Tuple;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Hears of every storage a pickle names. */
    @FunctionalInterface
    interface StorageListener {
        void found(TorchStorage storage);
    }

    private final PickleInput in;
    private final StorageListener listener;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

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
            int opcode = in.readByte();
            if (opcode == '.') { // STOP
                return pop();
            }
            if (!number(opcode) && !text(opcode) && !container(opcode) && !memory(opcode) && !object(opcode)) {
                throw new CheckpointException(
                        String.format("the pickle has an instruction 0x%02x that no checkpoint needs", opcode));
            }
        }
    }

    private boolean number(int opcode) throws IOException {
        switch (opcode) {
            case 'N' -> push(None.NONE); // NONE
            case 0x88 -> push(true); // NEWTRUE
            case 0x89 -> push(false); // NEWFALSE
            case 'J' -> push(in.readInt32()); // BININT
            case 'K' -> push(in.readUnsigned(1)); // BININT1
            case 'M' -> push(in.readUnsigned(2)); // BININT2
            case 'I' -> push(decimalOrBoolean(in.readLine())); // INT
            case 'L' -> push(decimal(in.readLine())); // LONG
            case 0x8a -> push(in.readInteger(in.readUnsigned(1))); // LONG1
            case 0x8b -> push(in.readInteger(in.readInt32())); // LONG4
            case 'G' -> push(in.readDouble()); // BINFLOAT
            case 'F' -> push(floating(in.readLine())); // FLOAT
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int opcode) throws IOException {
        switch (opcode) {
            case 'X' -> push(in.readText(in.readUnsigned(4))); // BINUNICODE
            case 0x8c -> push(in.readText(in.readUnsigned(1))); // SHORT_BINUNICODE
            case 0x8d -> push(in.readText(in.readUnsigned(8))); // BINUNICODE8
            case 'V' -> push(in.readLine()); // UNICODE
            case 'S' -> push(unquoted(in.readLine())); // STRING
            case 'T' -> push(in.readLatin(in.readInt32())); // BINSTRING
            case 'U' -> push(in.readLatin(in.readUnsigned(1))); // SHORT_BINSTRING
            case 'B' -> push(in.readBytes(in.readUnsigned(4))); // BINBYTES
            case 'C' -> push(in.readBytes(in.readUnsigned(1))); // SHORT_BINBYTES
            case 0x8e, 0x96 -> push(in.readBytes(in.readUnsigned(8))); // BINBYTES8, BYTEARRAY8
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) throws IOException {
        switch (opcode) {
            case '(' -> marks.push(stack.size()); // MARK
            case ')' -> push(new Tuple(List.of())); // EMPTY_TUPLE
            case 0x85 -> push(new Tuple(last(1))); // TUPLE1
            case 0x86 -> push(new Tuple(last(2))); // TUPLE2
            case 0x87 -> push(new Tuple(last(3))); // TUPLE3
            case 't' -> push(new Tuple(sinceMark())); // TUPLE
            case ']', 0x8f -> push(new ArrayList<>()); // EMPTY_LIST, EMPTY_SET
            case 'l', 0x91 -> push(sinceMark()); // LIST, FROZENSET
            case 'a' -> append(last(1)); // APPEND
            case 'e', 0x90 -> append(sinceMark()); // APPENDS, ADDITEMS
            case '}' -> push(new Dict()); // EMPTY_DICT
            case 'd' -> { // DICT
                List<Object> pairs = sinceMark();
                push(new Dict());
                put(pairs);
            }
            case 's' -> put(last(2)); // SETITEM
            case 'u' -> put(sinceMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) throws IOException {
        switch (opcode) {
            case 'q' -> memo.put(in.readUnsigned(1), peek()); // BINPUT
            case 'r' -> memo.put(in.readUnsigned(4), peek()); // LONG_BINPUT
            case 'p' -> memo.put(index(in.readLine()), peek()); // PUT
            case 0x94 -> memo.put((long) memo.size(), peek()); // MEMOIZE
            case 'h' -> push(remembered(in.readUnsigned(1))); // BINGET
            case 'j' -> push(remembered(in.readUnsigned(4))); // LONG_BINGET
            case 'g' -> push(remembered(index(in.readLine()))); // GET
            case '0' -> pop(); // POP
            case '1' -> sinceMark(); // POP_MARK
            case '2' -> push(peek()); // DUP
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
            case 'c' -> push(new Global(in.readLine(), in.readLine())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                List<Object> names = last(2);
                push(new Global(String.valueOf(names.get(0)), String.valueOf(names.get(1))));
            }
            case 'R', 0x81 -> { // REDUCE, NEWOBJ
                List<Object> call = last(2);
                push(TorchCalls.call(call.get(0), call.get(1)));
            }
            case 0x92 -> push(new Foreign("an object of " + last(3).get(0))); // NEWOBJ_EX
            case 'o', 'i' -> { // OBJ, INST
                List<Object> parts = sinceMark();
                String type = opcode == 'i' ? in.readLine() + "." + in.readLine() : String.valueOf(first(parts));
                push(new Foreign("an object of " + type));
            }
            case 'b' -> last(1); // BUILD: the state of an object; a Foreign has none, an OrderedDict needs none
            case 'Q' -> push(storage(pop())); // BINPERSID
            default -> {
                return false;
            }
        }
        return true;
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

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() throws IOException {
        return last(1).get(0);
    }

    private Object peek() throws IOException {
        if (stack.isEmpty()) {
            throw emptyStack();
        }
        return stack.get(stack.size() - 1);
    }

    private List<Object> last(int count) throws IOException {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (stack.size() - count < floor) {
            throw emptyStack();
        }
        return cut(stack.size() - count);
    }

    private List<Object> sinceMark() throws IOException {
        if (marks.isEmpty()) {
            throw emptyStack();
        }
        return cut(marks.pop());
    }

    private List<Object> cut(int from) {
        List<Object> top = stack.subList(from, stack.size());
        List<Object> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    private static Object first(List<Object> parts) throws IOException {
        if (parts.isEmpty()) {
            throw emptyStack();
        }
        return parts.get(0);
    }

    private static CheckpointException emptyStack() {
        return new CheckpointException("the pickle takes more values than it has made");
    }

    @SuppressWarnings("unchecked") // every list on the stack was made here and holds any object
    private void append(List<Object> items) throws IOException {
        Object target = peek();
        if (target instanceof List<?> list) {
            ((List<Object>) list).addAll(items);
        } else if (!(target instanceof Foreign)) {
            throw new CheckpointException("the pickle adds items to something that is no list");
        }
    }

    private void put(List<Object> pairs) throws IOException {
        Object target = peek();
        if (pairs.size() % 2 != 0 || !(target instanceof Dict || target instanceof Foreign)) {
            throw new CheckpointException(
                    "the pickle adds entries to something that is no dictionary, or half an entry");
        }
        if (target instanceof Dict dict) {
            for (int i = 0; i < pairs.size(); i += 2) {
                dict.put(pairs.get(i), pairs.get(i + 1));
            }
        }
    }

    private Object remembered(long index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new CheckpointException("the pickle refers to value " + index + ", which it has not made");
        }
        return value;
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
        if (!digits.matches("-?\\d{1,40}")) {
            throw new CheckpointException("the pickle has '" + digits + "' for a whole number");
        }
        return PickleInput.narrow(new BigInteger(digits));
    }

    private static double floating(String text) throws IOException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new CheckpointException("the pickle has '" + text + "' for a number", e);
        }
    }

    private static String unquoted(String text) {
        return text.length() >= 2 ? text.substring(1, text.length() - 1) : text;
    }
}
