package io.clmr.data.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a pickled dictionary of texts and whole numbers, protocol 0 to 5, Python 2's included.
 *
 * <p>A pickle is a program that may call any function of the reader's Python. This reader knows the instructions that
 * make texts, whole numbers and dictionaries, and refuses a file with any other, so there is nothing to be called.
 * Instructions have the names of Python's {@code pickletools}.
 */
final class PickledMap {
    /** Stands for where a group of values begins. */
    private static final Object MARK = new Object();

    private final PickleTokens in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final List<Object> memo = new ArrayList<>();

    private PickledMap(InputStream in) {
        this.in = new PickleTokens(in);
    }

    /** Returns the entries; numbers become their decimal digits. */
    static Map<String, String> read(Path file) throws DatasetException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            TextFile.checkSize(file);
            Map<?, ?> map = new PickledMap(in).run();
            Map<String, String> entries = new HashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                entries.put(text(entry.getKey()), text(entry.getValue()));
            }
            return entries;
        } catch (NoSuchFileException e) {
            throw new DatasetException(file, "is not there, but the dataset needs it", e);
        } catch (DatasetException e) {
            throw e;
        } catch (IOException e) {
            throw new DatasetException(
                    file, Objects.requireNonNullElse(e.getMessage(), "cannot be read") + "; nothing of it was run", e);
        }
    }

    private static String text(Object value) throws IOException {
        if (value instanceof String || value instanceof Long) {
            return value.toString();
        }
        throw new IOException("has a dictionary in its dictionary, expected texts or whole numbers");
    }

    private Map<?, ?> run() throws IOException {
        while (true) {
            int opcode = (int) in.unsigned(1);
            if (opcode == '.') { // STOP
                if (pop() instanceof Map<?, ?> map && stack.isEmpty()) {
                    return map;
                }
                throw new IOException("is a pickle of something else, expected a dictionary");
            }
            if (!scalar(opcode) && !dictionary(opcode) && !memory(opcode)) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "has the pickle instruction 0x%02x, expected a dictionary of texts and whole numbers only",
                        opcode));
            }
        }
    }

    private boolean scalar(int opcode) throws IOException {
        switch (opcode) {
            case 'J' -> stack.push((long) (int) in.unsigned(4)); // BININT
            case 'K' -> stack.push(in.unsigned(1)); // BININT1
            case 'M' -> stack.push(in.unsigned(2)); // BININT2
            case 0x8a -> stack.push(in.signed(in.unsigned(1))); // LONG1
            case 'I', 'L' -> stack.push(in.decimal()); // INT, LONG
            case 'X' -> stack.push(in.text(in.unsigned(4))); // BINUNICODE
            case 0x8c, 'U', 'C' ->
                stack.push(in.text(in.unsigned(1))); // SHORT_BINUNICODE, SHORT_BINSTRING, SHORT_BINBYTES
            case 'T', 'B' -> stack.push(in.text(in.unsigned(4))); // BINSTRING, BINBYTES
            case 'V' -> stack.push(in.plain()); // UNICODE
            case 'S' -> stack.push(in.quoted()); // STRING
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean dictionary(int opcode) throws IOException {
        switch (opcode) {
            case '(' -> stack.push(MARK); // MARK
            case '}' -> stack.push(new HashMap<>()); // EMPTY_DICT
            case 'd' -> { // DICT
                List<Object> pairs = sinceMark();
                stack.push(new HashMap<>());
                put(pairs);
            }
            case 's' -> { // SETITEM
                Object value = pop();
                put(List.of(pop(), value));
            }
            case 'u' -> put(sinceMark()); // SETITEMS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> checkProtocol(in.unsigned(1)); // PROTO
            case 0x95 -> in.unsigned(8); // FRAME: a hint for buffering
            case 'q' -> remember(in.unsigned(1)); // BINPUT
            case 'r' -> remember(in.unsigned(4)); // LONG_BINPUT
            case 'p' -> remember(in.decimal()); // PUT
            case 0x94 -> remember(memo.size()); // MEMOIZE
            case 'h' -> recall(in.unsigned(1)); // BINGET
            case 'j' -> recall(in.unsigned(4)); // LONG_BINGET
            case 'g' -> recall(in.decimal()); // GET
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void checkProtocol(long protocol) throws IOException {
        if (protocol > 5) {
            throw new IOException("is a pickle of protocol " + protocol + ", known are 0 to 5");
        }
    }

    private Object pop() throws IOException {
        Object top = stack.poll();
        if (top == null || top == MARK) {
            throw new IOException("is a pickle that takes more values than it has made");
        }
        return top;
    }

    private List<Object> sinceMark() throws IOException {
        ArrayDeque<Object> values = new ArrayDeque<>();
        for (Object top = stack.poll(); top != MARK; top = stack.poll()) {
            if (top == null) {
                throw new IOException("is a pickle that takes more values than it has made");
            }
            values.addFirst(top);
        }
        return List.copyOf(values);
    }

    private void put(List<Object> pairs) throws IOException {
        if (pairs.size() % 2 != 0 || !(stack.peek() instanceof Map<?, ?>)) {
            throw new IOException("is a pickle with half an entry, or with an entry that belongs to no dictionary");
        }
        @SuppressWarnings("unchecked") // every map on the stack was made here, for any object
        Map<Object, Object> map = (Map<Object, Object>) stack.peek();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put(text(pairs.get(i)), text(pairs.get(i + 1))); // a dictionary in a dictionary is refused at once
        }
    }

    /** Python numbers what it remembers one by one. */
    private void remember(long index) throws IOException {
        Object top = stack.peek();
        if (top == null || top == MARK || index < 0 || index > memo.size() + 1) {
            throw new IOException("is a pickle that remembers value " + index + " after " + memo.size() + " others");
        }
        while (memo.size() <= index) {
            memo.add(MARK); // Python 2 begins with 1
        }
        memo.set((int) index, top);
    }

    private void recall(long index) throws IOException {
        if (index < 0 || index >= memo.size() || memo.get((int) index) == MARK) {
            throw new IOException("is a pickle that refers to value " + index + ", which it has not made");
        }
        stack.push(memo.get((int) index));
    }
}
