package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParseException;
import io.clmr.cli.config.ConfigException;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.engine.EngineException;
import io.clmr.eval.features.NotFiniteException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodeTest {

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new ConfigException("c"), 2),
                Arguments.of(new UsageException("u"), 2),
                Arguments.of(new CheckpointException("c"), 3),
                Arguments.of(new InputException("i"), 3),
                Arguments.of(new NoSuchFileException("f"), 3),
                Arguments.of(new NotDirectoryException("f"), 3),
                Arguments.of(new FileNotFoundException("f"), 3),
                Arguments.of(new FileSystemException("f", null, "File name too long"), 3),
                Arguments.of(new MalformedInputException(1), 3),
                Arguments.of(new EOFException("ends early"), 3),
                Arguments.of(new ZipException("no zip"), 3),
                Arguments.of(new JsonParseException(null, "no JSON"), 3),
                Arguments.of(new EngineException("e"), 4),
                Arguments.of(new AccessDeniedException("f"), 4),
                Arguments.of(new FileSystemException("f", null, "Read-only file system"), 4),
                Arguments.of(new FileSystemException("f", null, "Too many open files"), 4),
                Arguments.of(new FileNotFoundException("f (Too many open files)"), 4),
                Arguments.of(new FileSystemException("f", null, "Stale file handle"), 4),
                Arguments.of(new IOException("Input/output error"), 4),
                Arguments.of(new FileSystemException("f", null, "Device or resource busy"), 4),
                Arguments.of(new FileSystemException("f", null, "File name too long"), 3),
                Arguments.of(new FileSystemException("f", null, "Too many levels of symbolic links"), 3),
                Arguments.of(new FileSystemException("f"), 70),
                Arguments.of(new IOException("No space left on device"), 4),
                Arguments.of(new CheckpointException("c", new IOException("No space left on device")), 4),
                Arguments.of(new ai.djl.engine.EngineException("CUDA out of memory. Tried to allocate"), 4),
                Arguments.of(new OutOfMemoryError("Java heap space"), 4),
                Arguments.of(new Interruption.InterruptedCommand(), 130),
                Arguments.of(new ai.djl.engine.EngineException("shape mismatch"), 70),
                Arguments.of(new IOException("odd"), 70),
                Arguments.of(new IllegalStateException("bug"), 70));
    }

    @Test
    void numbersThatAreNotFiniteAreAFaultOfTheInput() {
        NotFiniteException error = assertThrows(
                NotFiniteException.class,
                () -> NotFiniteException.refuse("the embedding", new float[][] {{0}, {1, Float.NaN}}));
        assertEquals(3, ExitCode.of(error));
        assertEquals(
                "the embedding: number 1 of row 1 is NaN, expected finite numbers; the weights make too much of such"
                        + " samples or features",
                error.getMessage());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void eachErrorHasItsCode(Throwable error, int code) {
        assertEquals(code, ExitCode.of(error));
    }
}
