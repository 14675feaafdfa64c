package io.clmr.core.checkpoint;

import io.clmr.core.checkpoint.Pickled.Dict;
import io.clmr.core.checkpoint.Pickled.Foreign;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values a pickle is working on, the marks it has set among them, and those it wants to use again. */
final class PickleStack {

    private final List<Object> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

    void push(Object value) {
        values.add(value);
    }

    Object pop() throws IOException {
        return last(1).get(0);
    }

    Object peek() throws IOException {
        if (values.isEmpty()) {
            throw empty();
        }
        return values.get(values.size() - 1);
    }

    void mark() {
        marks.push(values.size());
    }

    /** Takes off the newest values, oldest of them first, but none from below a mark. */
    List<Object> last(int count) throws IOException {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (values.size() - count < floor) {
            throw empty();
        }
        return cut(values.size() - count);
    }

    /** Takes off everything above the newest mark, and the mark. */
    List<Object> sinceMark() throws IOException {
        if (marks.isEmpty()) {
            throw empty();
        }
        return cut(marks.pop());
    }

    private List<Object> cut(int from) {
        List<Object> top = values.subList(from, values.size());
        List<Object> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    private static CheckpointException empty() {
        return new CheckpointException("the pickle takes more values than it has made");
    }

    /** Adds items to the list on top; what is added to an unknown object is dropped. */
    @SuppressWarnings("unchecked") // every list on the stack was made by the reader and holds any object
    void append(List<Object> items) throws IOException {
        Object target = peek();
        if (target instanceof List<?> list) {
            ((List<Object>) list).addAll(items);
        } else if (!(target instanceof Foreign)) {
            throw new CheckpointException("the pickle adds items to something that is no list");
        }
    }

    /** Adds keys and values, one after the other, to the dictionary on top. */
    void put(List<Object> pairs) throws IOException {
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

    /** Remembers the value on top under a number. */
    void remember(long index) throws IOException {
        memo.put(index, peek());
    }

    /** Remembers the value on top under the next number. */
    void remember() throws IOException {
        remember(memo.size());
    }

    /** Pushes a remembered value once more. */
    void recall(long index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new CheckpointException("the pickle refers to value " + index + ", which it has not made");
        }
        push(value);
    }
}
