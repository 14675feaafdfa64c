package io.clmr.cli;

import io.clmr.base.files.InFlight;
import io.clmr.base.files.PrintableText;
import io.clmr.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Tells what a crash of the program was about, and whether to start it again; the launcher asks this after one.
 *
 * <p>A file that was being decoded in two crashes is not decoded a third time. So the launcher starts a command at most
 * twice for each such file.
 */
public final class AfterCrash {
    /** Commands that go on where they were. */
    private static final Set<String> RESTARTED = Set.of("prepare", "check", "embed");

    private static final int NAMED = 3;

    private AfterCrash() {}

    /**
     * Exits with 0 if the command is to be started again, else with 1.
     *
     * @param args the name beside which the process noted what it decoded, the log of the crash, the command line
     */
    public static void main(String[] args) {
        Console console = Console.ofProcess();
        boolean again = report(console, Path.of(args[0]), args[1], List.of(args).subList(2, args.length));
        System.exit(again ? 0 : 1);
    }

    static boolean report(Console console, Path session, String log, List<String> command) {
        try (InFlight note = InFlight.open(session)) {
            List<Path> files = note.crashedOn();
            List<Path> guilty = files.stream().filter(note::isGuilty).toList();
            String details = "; details are in " + log;
            if (files.isEmpty()) {
                console.err().println("clmr: crashed in native code; please report it" + details);
                return false;
            }
            // A list on the standard input was read to its end.
            boolean again = RESTARTED.contains(command.get(0)) && !command.contains("-");
            String rest = !again
                    ? ""
                    : guilty.isEmpty()
                            ? "; starting again, to decode " + (files.size() == 1 ? "it" : "each of them") + " alone"
                            : "; starting again without " + (guilty.size() == 1 ? "it" : "them");
            console.warn((guilty.isEmpty() ? "crashed while it decoded " : "crashed again while it decoded ")
                    + names(guilty.isEmpty() ? files : guilty)
                    + rest
                    + details);
            return again;
        }
    }

    private static String names(List<Path> files) {
        List<String> named = files.stream()
                .limit(NAMED)
                .map(file -> PrintableText.of(file.toString()))
                .toList();
        return String.join(", ", named) + (files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "");
    }
}
