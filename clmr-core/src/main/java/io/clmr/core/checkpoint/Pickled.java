package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
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
     * @param origin what would have been called or made, as a message may hold it
     */
    record Foreign(String origin) {
        Foreign {
            origin = PrintableText.name(origin);
        }
    }

    /** A dictionary of any kind. Only entries whose keys are strings can be asked for. */
    static final class Dict {

        private Map<String, Object> byName = Map.of(); // a real one only when something is in it: there may be millions
        private int others;

        void put(Object key, Object value) {
            if (!(key instanceof String name)) {
                others++;
                return;
            }
            if (byName.isEmpty()) {
                byName = new LinkedHashMap<>();
            }
            byName.put(name, value);
        }

        Map<String, Object> byName() {
            return Collections.unmodifiableMap(byName);
        }

        /** Number of entries whose keys are not strings. */
        int others() {
            return others;
        }
    }
}
