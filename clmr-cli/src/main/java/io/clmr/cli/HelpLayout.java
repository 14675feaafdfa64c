package io.clmr.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lays out {@code --help}: as wide as the terminal, with lines that end between words.
 *
 * <p>picocli ends lines wherever Java's {@link java.text.BreakIterator} allows it, which is also before the point of
 * {@code .m3u8} and behind that of {@code X.html}. So punctuation inside words is kept as private characters, which are
 * no place to break, until a section is laid out.
 */
final class HelpLayout {

    /** Where the terminal's width is not known; longer lines are hard to read. */
    private static final int USUAL_COLUMNS = 110;

    private static final int FEWEST_COLUMNS = 20;
    private static final int PICOCLI_COLUMNS = 55; // it refuses less, so lines are broken once more
    private static final int MOST_COLUMNS = 1000;
    private static final int NAME_COLUMNS = 14; // of the list of commands, with two spaces on either side

    /** ASCII punctuation but what picocli itself reads: its variables, its formats, its styles and line ends. */
    private static final Pattern PUNCTUATION = Pattern.compile("\\$\\{[^}]*}|%[n%]|[!-/:-?\\[\\]^_`&&[^$%]]");

    private static final char PRIVATE = '\uE000';

    private HelpLayout() {}

    /** Keeps the words of what is said of options whole. */
    private static final class WholeWordsHelp extends Help {
        private final ProgramName name;

        WholeWordsHelp(CommandSpec spec, ColorScheme colours, ProgramName name) {
            super(spec, colours);
            this.name = name;
        }

        @Override
        public IOptionRenderer createDefaultOptionRenderer() {
            IOptionRenderer usual = super.createDefaultOptionRenderer();
            return (option, label, colours) -> closed(usual.render(option, label, colours), colours);
        }

        @Override
        public IParameterRenderer createDefaultParameterRenderer() {
            IParameterRenderer usual = super.createDefaultParameterRenderer();
            return (parameter, label, colours) -> closed(usual.render(parameter, label, colours), colours);
        }

        private Ansi.Text[][] closed(Ansi.Text[][] rows, ColorScheme colours) {
            for (Ansi.Text[] row : rows) {
                int description = row.length - 1;
                row[description] = colours.text(HelpLayout.closed(name.in(row[description].plainString())));
            }
            return rows;
        }
    }

    /** Arranges the help of a command and of all below it. */
    static void arrange(CommandLine root, Map<String, String> environment, ProgramName name) {
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpLayout::commandList);
        int columns = columns(environment);
        root.setUsageHelpWidth(Math.max(PICOCLI_COLUMNS, columns));
        Stream.concat(Stream.of(root), root.getSubcommands().values().stream())
                .forEach(command -> keepWords(command, columns, name));
    }

    /** Returns {@code COLUMNS} of the environment as far as it is a width that help can have. */
    static int columns(Map<String, String> environment) {
        String text = environment.getOrDefault("COLUMNS", "");
        return text.matches("[1-9]\\d{0,8}")
                ? Math.min(MOST_COLUMNS, Math.max(FEWEST_COLUMNS, Integer.parseInt(text)))
                : USUAL_COLUMNS;
    }

    private static void keepWords(CommandLine command, int columns, ProgramName name) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        usage.header(Stream.of(usage.header())
                .map(name::in)
                .flatMap(line -> example(line, columns).stream())
                .map(HelpLayout::closed)
                .toArray(String[]::new));
        usage.description(closed(name, usage.description()));
        usage.footer(closed(name, usage.footer()));
        command.setHelpFactory((of, colours) -> new WholeWordsHelp(of, colours, name));
        command.getHelpSectionMap().replaceAll((section, renderer) -> opened(renderer, columns));
    }

    /** Breaks a command that is too long such that it can still be copied, its comment into a line of its own. */
    private static List<String> example(String line, int columns) {
        if (line.length() <= columns) {
            return List.of(line);
        }
        int comment = line.indexOf(" # ");
        if (comment > 0) {
            List<String> lines = new ArrayList<>(broken("  " + line.substring(comment + 1), columns, ""));
            lines.addAll(example(line.substring(0, comment).stripTrailing(), columns));
            return lines;
        }
        return broken(line, columns, " \\");
    }

    /** Breaks a line between words; {@code end} stands where it goes on. */
    private static List<String> broken(String line, int columns, String end) {
        int indent = Math.min(columns / 3, line.length() - line.stripLeading().length());
        List<String> lines = new ArrayList<>();
        String rest = " ".repeat(indent) + line.stripLeading();
        String further = " ".repeat(indent) + (end.isEmpty() ? "" : "    ");
        int at = breakBefore(rest, columns, end, further.length());
        while (at > 0) {
            lines.add(rest.substring(0, at) + end);
            rest = further + rest.substring(at).stripLeading();
            at = breakBefore(rest, columns, end, further.length());
        }
        lines.add(rest);
        return lines;
    }

    private static int breakBefore(String line, int columns, String end, int indent) {
        if (line.length() <= columns) {
            return 0;
        }
        int at = line.lastIndexOf(' ', columns - end.length());
        int word = line.length() - line.stripLeading().length();
        return at > word ? at : Math.max(0, line.indexOf(' ', Math.max(word, indent)));
    }

    private static IHelpSectionRenderer opened(IHelpSectionRenderer renderer, int columns) {
        return help -> {
            String text = renderer.render(help)
                    .chars()
                    .map(c -> c > PRIVATE && c < PRIVATE + 128 ? c - PRIVATE : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            return columns >= PICOCLI_COLUMNS
                    ? text
                    : text.lines()
                            .flatMap(line -> broken(line, columns, "").stream())
                            .map(line -> line + System.lineSeparator())
                            .collect(Collectors.joining());
        };
    }

    private static String[] closed(ProgramName name, String... lines) {
        return Stream.of(lines).map(name::in).map(HelpLayout::closed).toArray(String[]::new);
    }

    private static String closed(String line) {
        return PUNCTUATION
                .matcher(line)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().length() > 1
                                ? match.group()
                                : Character.toString(PRIVATE + match.group().charAt(0))));
    }

    /** The first sentence of each command: picocli would print its example, which stands first in its own help. */
    private static String commandList(Help help) {
        int columns = help.commandSpec().usageMessage().width();
        Help.TextTable table = Help.TextTable.forColumns(
                help.colorScheme(),
                new Column(NAME_COLUMNS, 2, Overflow.SPAN),
                new Column(columns - NAME_COLUMNS, 1, Overflow.WRAP));
        help.commandSpec().subcommands().forEach((name, command) -> {
            if (command.getCommandSpec().usageMessage().hidden()) {
                return;
            }
            String description = command.getCommandSpec().usageMessage().description()[0];
            String sentence = description.split("(?<=[.\uE02E]) |[:\uE03A] ", 2)[0];
            table.addRowValues(name, sentence.replaceFirst("[.\uE02E]$", ""));
        });
        return table.toString();
    }
}
