package io.clmr.lab.report;

import java.util.List;

/**
 * What stands at the head and foot of a page.
 *
 * @param title its headline
 * @param written when it was made, as it is to be read
 * @param program what made it, with its version
 * @param command the command line
 */
public record ReportHead(String title, String written, String program, List<String> command) {
    public ReportHead {
        command = List.copyOf(command);
    }
}
