package io.clmr.lab.report;

import java.io.IOException;

/** A folder or file that a report cannot be made from. */
public final class ReportException extends IOException {

    private static final long serialVersionUID = 1L;

    public ReportException(String message) {
        super(message);
    }

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
