package io.clmr.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The folder that {@code scripts/clmr} was started from, with what is in it beside the program. */
final class Checkout {

    private static final String HOME = "clmr.home"; // set by scripts/clmr
    private static final int PATIENCE_SECONDS = 10;

    private Checkout() {}

    /** Returns a file or folder of the checkout; of the working folder if clmr was started in another way. */
    static Path resolve(String path) {
        return Path.of(System.getProperty(HOME, "")).resolve(path);
    }

    /** Returns the commit that is checked out, with {@code -dirty} if files differ from it; empty if git does not tell. */
    static Optional<String> commit() {
        Path home = resolve("");
        if (!Files.exists(home.resolve(".git"))) {
            return Optional.empty();
        }
        try {
            Process git = new ProcessBuilder(
                            "git",
                            "-C",
                            home.toAbsolutePath().toString(),
                            "describe",
                            "--always",
                            "--dirty",
                            "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ended && git.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no git on this machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
