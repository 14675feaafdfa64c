package io.clmr.cli;

import io.clmr.base.files.FileWatch;
import io.clmr.data.audio.AudioDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program, with a decoder that a signal ends at the end of every file named "poison". */
public final class PoisonedMain implements FileWatch {

    public static void main(String[] args) {
        AudioDecoder.watch(new PoisonedMain());
        Main.main(args);
    }

    @Override
    public Mark begin(Path file) {
        boolean poisoned = file.getFileName().toString().contains("poison");
        return new Mark() {
            @Override
            public void survived() {
                if (poisoned) {
                    crash();
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean isSuspect(Path file) {
        return false;
    }

    private static void crash() {
        try {
            new ProcessBuilder("kill", "-SEGV", "" + ProcessHandle.current().pid()).start();
            new CountDownLatch(1).await(); // the signal comes to whatever thread
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
