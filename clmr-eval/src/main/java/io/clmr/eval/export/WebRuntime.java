package io.clmr.eval.export;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of the npm package onnxruntime-web that run a model in a browser.
 *
 * @param module JavaScript
 * @param wasm WebAssembly
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record WebRuntime(byte[] module, byte[] wasm) {

    /** Names of the files, in the package's folder {@code dist}. */
    static final String MODULE = "ort.wasm.bundle.min.mjs";

    static final String WASM = "ort-wasm-simd-threaded.wasm";
    private static final String ON_CLASS_PATH = "/onnxruntime-web/";

    /**
     * Reads the files that this program was built with.
     *
     * @throws ExportException if it was built without them, as libraries are
     */
    public static WebRuntime bundled() throws IOException {
        try {
            return new WebRuntime(resource(MODULE), resource(WASM));
        } catch (FileNotFoundException e) {
            throw new ExportException(
                    "this program was built without " + e.getMessage() + " of onnxruntime-web; build it where the npm"
                            + " registry can be reached, or name the folder 'dist' of that package by --runtime",
                    e);
        }
    }

    /** Reads the files from the folder {@code dist} of the package. */
    public static WebRuntime of(Path dist) throws IOException {
        for (String name : new String[] {MODULE, WASM}) {
            if (!Files.isRegularFile(dist.resolve(name))) {
                throw new ExportException(dist.resolve(name) + " is not there, expected the folder 'dist' of the npm"
                        + " package onnxruntime-web");
            }
        }
        return new WebRuntime(Files.readAllBytes(dist.resolve(MODULE)), Files.readAllBytes(dist.resolve(WASM)));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = WebRuntime.class.getResourceAsStream(ON_CLASS_PATH + name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }
}
