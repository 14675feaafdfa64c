package io.clmr.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function of one array and a list of weights in the engine's own language, which reaches operations that DJL does not
 * offer; what it computes is recorded for gradients as anything else.
 */
public final class TorchScript implements AutoCloseable {

    private static final String WEIGHTS = "weights[]";

    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles a function.
     *
     * @param body its statements, one a line, of the tensor {@code x} and the list of tensors {@code w}, ending with a
     *     {@code return}
     * @throws ai.djl.engine.EngineException if the engine does not know an operation
     */
    public static TorchScript compile(NDManager manager, List<String> body) {
        TorchEngine.get();
        try {
            InputArchive archive = new InputArchive(body);
            return new TorchScript(JniUtils.loadModule((PtNDManager) manager, archive.open(), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Computes the function; the result belongs to the manager of {@code x}. */
    public NDArray call(NDArray x, NDList weights) {
        NDList inputs = new NDList(x);
        for (NDArray weight : weights) {
            weight.setName(WEIGHTS);
            inputs.add(weight);
        }
        // As written: the optimiser derives gradients by itself, in operations that know only plain layouts.
        JniUtils.setGraphExecutorOptimize(false);
        try {
            return IValueUtils.forward(module, inputs, true).singletonOrThrow();
        } finally {
            JniUtils.setGraphExecutorOptimize(true);
        }
    }

    @Override
    public void close() {
        module.close();
    }

    /** The file that PyTorch would save for a module without weights: four stored entries of a zip. */
    private record InputArchive(List<String> body) {

        private static final String NAME = "module";
        private static final String EMPTY_TUPLE = "\u0080\u0002).";
        private static final String EMPTY_MODULE =
                "\u0080\u0002c__torch__\nModule\n)\u0081}(X\b\0\0\0training\u0088ub.";

        ByteArrayInputStream open() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                store(zip, "data.pkl", EMPTY_MODULE);
                store(zip, "code/__torch__.py", code());
                store(zip, "constants.pkl", EMPTY_TUPLE);
                store(zip, "version", "3\n");
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        private String code() {
            return """
                    class Module(Module):
                      __parameters__ = []
                      __buffers__ = []
                      training : bool
                      def forward(self: __torch__.Module, x: Tensor, w: List[Tensor]) -> Tensor:
                    """ + body.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
        }

        private static void store(ZipOutputStream zip, String name, String content) throws IOException {
            byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            ZipEntry entry = new ZipEntry(NAME + "/" + name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(bytes);
            zip.closeEntry();
        }
    }
}
