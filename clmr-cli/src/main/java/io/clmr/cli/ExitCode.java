package io.clmr.cli;

import com.fasterxml.jackson.core.JacksonException;
import io.clmr.cli.audio.SampleFileException;
import io.clmr.cli.config.ConfigException;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.engine.EngineException;
import io.clmr.data.archive.ArchiveException;
import io.clmr.data.audio.AudioException;
import io.clmr.data.audio.NativeAudioException;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.list.ListException;
import io.clmr.data.store.StoreException;
import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.export.ExportException;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.tag.TagException;
import io.clmr.lab.report.ReportException;
import io.clmr.train.DivergedException;
import io.clmr.train.run.RunFolderException;
import io.clmr.train.views.ViewException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.zip.ZipException;
import picocli.CommandLine;

/** The exit codes, and which error leads to which: the only place that knows. */
final class ExitCode {

    static final int DONE = 0;
    static final int FINDINGS = 1;
    static final int USAGE = 2;
    static final int INPUT = 3;
    static final int ENVIRONMENT = 4;
    static final int DIVERGED = 5;
    static final int BUG = 70;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Throwable error) {
        if (error instanceof ConfigException
                || error instanceof UsageException
                || error instanceof CommandLine.ParameterException) {
            return USAGE;
        }
        if (error instanceof Interruption.InterruptedCommand) {
            return INTERRUPTED;
        }
        if (error instanceof DivergedException) {
            return DIVERGED;
        }
        if (error instanceof EngineException
                || error instanceof EnvironmentException
                || error instanceof NativeAudioException
                || error instanceof OutOfMemoryError
                || isNativeOutOfMemory(error)) {
            return ENVIRONMENT;
        }
        if (error instanceof NotFiniteException) {
            return INPUT;
        }
        return error instanceof IOException io ? ofIo(io) : BUG;
    }

    private static int ofIo(IOException error) {
        if (isEnvironment(error)) {
            return ENVIRONMENT;
        }
        if (error instanceof CheckpointException
                || error instanceof AudioException
                || error instanceof DatasetException
                || error instanceof ArchiveException
                || error instanceof StoreException
                || error instanceof RunFolderException
                || error instanceof ViewException
                || error instanceof EmbedException
                || error instanceof ListException
                || error instanceof ReportException
                || error instanceof TagException
                || error instanceof ExportException
                || error instanceof InputException
                || error instanceof SampleFileException
                || error instanceof NoSuchFileException
                || error instanceof NotDirectoryException
                || error instanceof FileNotFoundException
                || error instanceof EOFException
                || error instanceof CharacterCodingException
                || error instanceof ZipException
                || error instanceof JacksonException) {
            return INPUT;
        }
        return error instanceof FileSystemException refused && refused.getReason() != null ? ofRefusal(refused) : BUG;
    }

    /** The operating system says no to a file: whatever its reason is, the program has no fault in it. */
    private static int ofRefusal(FileSystemException refused) {
        boolean wrongName = refused.getReason().contains("File name too long")
                || refused.getReason().contains("Too many levels of symbolic links");
        return wrongName ? INPUT : ENVIRONMENT;
    }

    /** Whether the error, or what caused it, lies with the disk, its permissions or a limit of this machine. */
    private static boolean isEnvironment(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message =
                    String.valueOf(cause instanceof FileSystemException file ? file.getReason() : cause.getMessage());
            if (cause instanceof AccessDeniedException
                    || cause instanceof ReadOnlyFileSystemException
                    || message.contains("No space left on device")
                    || message.contains("Disk quota exceeded")
                    || message.contains("Read-only file system")
                    || message.contains("Too many open files")
                    || message.contains("Input/output error")
                    || message.contains("Stale file handle")
                    || message.contains("Permission denied")) {
                return true;
            }
        }
        return false;
    }

    static boolean isNativeOutOfMemory(Throwable error) {
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return error instanceof ai.djl.engine.EngineException
                && (message.contains("out of memory") || message.contains("can't allocate memory"));
    }
}
