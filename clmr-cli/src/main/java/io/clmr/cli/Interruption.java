package io.clmr.cli;

import io.clmr.cli.console.Console;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a command end in good order when the user or the system asks the process to stop.
 *
 * <p>The JVM begins its shutdown on such a signal while all threads still run, and the native engine crashes if the
 * process goes while it computes. So the shutdown waits here until the command has come to its end.
 */
final class Interruption {

    /** Ends a command at the next point where it can end; exit code 130. */
    static final class InterruptedCommand extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InterruptedCommand() {
            super("interrupted");
        }
    }

    private static final int PATIENCE_SECONDS = 30;
    static final Runnable NOTHING = () -> {};

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(ExitCode.INTERRUPTED);
    private volatile Runnable stop = NOTHING;
    private volatile boolean requested;

    /** Whether the command should stop. */
    boolean requested() {
        return requested;
    }

    /** Ends the command if it should stop; to be called between two pieces of work. */
    void check() {
        if (requested) {
            throw new InterruptedCommand();
        }
    }

    /** Sets what makes the running command stop by itself; the shutdown then waits for as long as that takes. */
    void onRequest(Runnable action) {
        stop = action;
        if (requested) {
            action.run();
        }
    }

    /** Asks the command to stop. */
    void request() {
        requested = true;
        stop.run();
    }

    /** Tells that the command is over. */
    void finished(int code) {
        exitCode.set(code);
        end.countDown();
    }

    /** Runs in the JVM's shutdown: nothing if the command is over, else waits for its end and leaves with its code. */
    void onShutdown(Console console) {
        if (end.getCount() == 0) {
            return;
        }
        console.say("");
        console.say("clmr: stopping …");
        try {
            request();
            if (stop == NOTHING) {
                if (!end.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    exitCode.set(ExitCode.INTERRUPTED);
                }
            } else {
                end.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            console.out().flush();
            Runtime.getRuntime().halt(exitCode.get()); // only halt can set the exit code here
        }
    }
}
