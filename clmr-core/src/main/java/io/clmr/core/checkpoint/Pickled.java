package io.clmr.core.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle is read into, beside strings, numbers, booleans, byte arrays and lists. None of it does anything.
 */
final class Pickled {

    private Pickled() {}

    /** Python's None. */
    enum None {
        NONE
    }

    /** A tuple; equal to itself alone, because hashing what a stranger has nested may take for ever. */
    static final class Tuple {

        private final List<Object> items;

        Tuple(List<Object> items) {
            this.items = List.copyOf(items);
        }

        List<Object> items() {
            return items;
        }
    }

    /** The name of a class or function, which is not looked up. */
    record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /**
     * Stands for an object this reader does not know: it has no content and its code was not run.
     *
     * @param origin what would have been called or made
     */
    record Foreign(String origin) {}

    /** A dictionary of any kind. Only entries whose keys are strings can be asked for. */
    static final class Dict {

        private final Map<String, Object> byName = new LinkedHashMap<>();
        private final List<Object> otherValues = new ArrayList<>();

        void put(Object key, Object value) {
            if (key instanceof String name) {
                byName.put(name, value);
            } else {
                otherValues.add(value);
            }
        }

        Map<String, Object> byName() {
            return Collections.unmodifiableMap(byName);
        }

        /** Number of entries whose keys are not strings. */
        int others() {
            return otherValues.size();
        }
    }
}
