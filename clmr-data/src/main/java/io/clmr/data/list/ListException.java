package io.clmr.data.list;

import java.io.IOException;

/** Tells what is wrong with a list: names it, the line where there is one, and what to do. */
public final class ListException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param list its name, as the user gave it */
    ListException(String list, String foundAndAdvice) {
        super(list + ": " + foundAndAdvice);
    }

    ListException(String list, String foundAndAdvice, Throwable cause) {
        super(list + ": " + foundAndAdvice, cause);
    }

    /** @param line from 1 */
    ListException(String list, int line, String foundAndAdvice) {
        super(list + ":" + line + ": " + foundAndAdvice);
    }
}
