package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Pickled.Dict;
import io.clmr.core.checkpoint.Pickled.Foreign;
import io.clmr.core.model.HostTensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Files of {@code torch.save}: a zip of a pickle and storages since PyTorch 1.6, before that pickles and storages one
 * behind the other.
 */
final class TorchFile {

    /** Shared storages are copied once for each name; more than this many times the file is no checkpoint. */
    private static final int MAX_GROWTH = 16;

    /** Names under which trainers keep a state dict among other things; the first that is there is taken. */
    private static final List<String> STATE_DICTS = List.of(
            "state_dict",
            "model_state_dict",
            "model_state",
            "model",
            "module",
            "net",
            "encoder_state_dict",
            "state_dict_ema",
            "model_ema",
            "ema_state_dict");

    private static final int MAX_DEPTH = 3;
    private static final long SMALL_FILE_BYTES = 1 << 16;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private TorchFile() {}

    /** A file's pickle, read, and the way to its storages. */
    record Opened(Object root, TorchTensor.Storages storages) {}

    /**
     * What a file holds.
     *
     * @param format of the two there are
     * @param tensors of the state dict, by the names they have in the file
     * @param besides names of the entries beside the state dict, if it is not the whole
     */
    record Content(ImportedCheckpoint.Format format, Map<String, HostTensor> tensors, List<String> besides) {}

    /**
     * Reads the state dict of a file: the one under {@code state_dict} or the like in a file of a trainer, else the whole.
     *
     * @return tensors by the names they have in the file
     */
    static Map<String, HostTensor> read(Path file) throws IOException {
        return readAll(file).tensors();
    }

    /** As {@link #read}, with what else can be told of the file. */
    static Content readAll(Path file) throws IOException {
        try {
            if (isZip(file)) {
                try (TorchZip zip = TorchZip.open(file)) {
                    return content(file, ImportedCheckpoint.Format.TORCH_ZIP, zip.content());
                }
            }
            try (InputStream in = Files.newInputStream(file)) {
                return content(file, ImportedCheckpoint.Format.TORCH_LEGACY, TorchLegacy.read(in, Files.size(file)));
            }
        } catch (EOFException e) {
            throw new CheckpointException(file + ": cut short: " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new CheckpointException(file + ": a damaged zip file or one cut short: " + e.getMessage(), e);
        } catch (CheckpointException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(file.toString())
                    ? e
                    : new CheckpointException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        }
    }

    private static Content content(Path file, ImportedCheckpoint.Format format, Opened opened) throws IOException {
        Map<String, HostTensor> tensors = tensors(file, opened);
        List<String> besides = new ArrayList<>();
        if (opened.root() instanceof Dict whole) {
            inner(whole).ifPresent(taken -> {
                besides.addAll(whole.byName().keySet());
                besides.remove(taken);
            });
        }
        return new Content(format, tensors, List.copyOf(besides));
    }

    private static Map<String, HostTensor> tensors(Path file, Opened content) throws IOException {
        long left = Math.max(Files.size(file), SMALL_FILE_BYTES) * MAX_GROWTH;
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : stateDict(content.root()).entrySet()) {
            HostTensor tensor = tensor(entry.getKey(), entry.getValue()).materialize(content.storages(), left);
            left -= tensor.data().remaining();
            tensors.put(entry.getKey(), tensor);
        }
        return Collections.unmodifiableMap(tensors);
    }

    private static Map<String, Object> stateDict(Object root) throws CheckpointException {
        if (!(root instanceof Dict whole)) {
            throw new CheckpointException("holds " + describe(root) + ", expected a state dict (torch.save of"
                    + " model.state_dict()) or a trainer's checkpoint with one");
        }
        Dict dict = whole;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Optional<String> inside = inner(dict);
            if (inside.isPresent() && dict.byName().get(inside.get()) instanceof Dict inner) {
                dict = inner;
            }
        }
        if (dict.others() > 0 || dict.byName().isEmpty()) {
            throw new CheckpointException("its state dict is empty or has keys that are not names");
        }
        return dict.byName();
    }

    private static Optional<String> inner(Dict dict) {
        return STATE_DICTS.stream()
                .filter(name -> dict.byName().get(name) instanceof Dict)
                .findFirst();
    }

    private static TorchTensor tensor(String name, Object value) throws CheckpointException {
        if (value instanceof TorchTensor tensor) {
            return tensor;
        }
        throw new CheckpointException("entry '" + PrintableText.name(name) + "' of the state dict is " + describe(value)
                + ", expected a tensor; nothing of it was run");
    }

    private static String describe(Object value) {
        if (value instanceof Foreign foreign) {
            return foreign.origin();
        }
        return value instanceof Dict ? "a dictionary" : "a " + value.getClass().getSimpleName();
    }
}
