package io.clmr.cli;

import io.clmr.cli.console.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every command of this program in the code blocks of the documentation and at the top of every {@code --help}. */
final class Examples {

    /**
     * One example.
     *
     * @param place file or command it stands in
     * @param text as it stands there, in one line
     */
    record Example(String place, String text) {

        private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

        /** Returns the arguments a shell would hand to the program: without pipes, redirections and comments. */
        List<String> arguments() {
            List<String> words = new ArrayList<>();
            Matcher matcher = WORD.matcher(command());
            while (matcher.find()) {
                words.add(matcher.group().replaceAll("[\"']", ""));
            }
            return words;
        }

        private String command() {
            String command = text.replaceFirst("^.*?(?:scripts/)?\\bclmr ", "").replaceFirst("\\s+#.*", "");
            return command.replaceFirst("\\s+[>|].*", "").replaceFirst("\\)$", "");
        }

        @Override
        public String toString() {
            return place + ": " + text;
        }
    }

    private static final Pattern OF_CLMR =
            Pattern.compile("(?:\\$ |.*\\| |source <\\(|[A-Z_]+=\\S+ |\\s+)*(?:scripts/)?clmr [a-z-].*");

    private Examples() {}

    static List<Example> all() throws IOException {
        List<Example> examples = new ArrayList<>(ofHelp());
        Path checkout = Path.of("..").toAbsolutePath().normalize();
        List<Path> pages = new ArrayList<>(List.of(checkout.resolve("README.md")));
        try (Stream<Path> docs = Files.list(checkout.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        for (Path page : pages) {
            examples.addAll(ofPage(page));
        }
        return examples;
    }

    private static List<Example> ofHelp() {
        List<Example> examples = new ArrayList<>();
        Session session = new Session(
                new Console(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false),
                new Interruption(),
                Map.of("COLUMNS", "1000"));
        CommandTree.build(session).getSubcommands().forEach((name, command) -> Stream.of(
                        command.getUsageMessage().split("\n"))
                .takeWhile(line -> !line.startsWith("Usage:"))
                .filter(line -> OF_CLMR.matcher(line).matches())
                .forEach(line -> examples.add(new Example(name + " --help", line.strip()))));
        return examples;
    }

    private static List<Example> ofPage(Path page) throws IOException {
        List<Example> examples = new ArrayList<>();
        boolean code = false;
        String begun = "";
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code) {
                String whole = begun + line.strip();
                begun = whole.endsWith("\\") ? whole.substring(0, whole.length() - 1) : "";
                if (begun.isEmpty() && OF_CLMR.matcher(whole).matches()) {
                    examples.add(new Example(page.getFileName().toString(), whole));
                }
            }
        }
        return examples;
    }
}
