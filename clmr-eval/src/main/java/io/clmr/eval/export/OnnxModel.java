package io.clmr.eval.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.Cpc;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.SampleCnn;
import io.clmr.core.model.Tune;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An encoder, or an encoder with a head on it, as an ONNX model.
 *
 * <p>Input {@code audio} [batch, 1, samples], mono, -1 to 1, of any batch size. Outputs: {@code representation} [batch,
 * featureDim]; with a head also {@code logits} and {@code scores} [batch, tags]. Every BatchNorm is folded into its
 * convolution, and what is done to the samples first is part of the graph. The metadata says what the graph cannot:
 * sample rate, tags, and what is to be averaged over the windows of a song.
 */
public final class OnnxModel {

    /** Old enough for every runtime of the last years, new enough for all that is used here. */
    private static final long OPERATOR_SET = 13;

    private static final long IR_VERSION = 7;

    private final ModelProto model;

    private OnnxModel(ModelProto model) {
        this.model = model;
    }

    /**
     * Makes the model of an encoder alone.
     *
     * @throws ExportException if its encoder has no ONNX form here
     */
    public static OnnxModel of(Checkpoint checkpoint) throws ExportException {
        return of(checkpoint, Optional.empty());
    }

    /**
     * Makes the model of an encoder with a head.
     *
     * @throws ExportException if its encoder has no ONNX form here, or the head takes other features
     */
    public static OnnxModel of(Checkpoint checkpoint, SavedHead head) throws ExportException {
        return of(checkpoint, Optional.of(head));
    }

    private static OnnxModel of(Checkpoint checkpoint, Optional<SavedHead> head) throws ExportException {
        ModelConfig config = checkpoint.config();
        OnnxGraph graph = new OnnxGraph(head.isPresent() ? "clmr tagger" : "clmr encoder");
        String audio = graph.input("audio", 1, config.samples());
        String samples = checkpoint
                .normalization()
                .map(values -> normalized(graph, audio, values))
                .orElse(audio);
        OnnxEncoder encoder = encoder(graph, checkpoint);
        String representation = encoder.append(samples, "representation");
        graph.output("representation", encoder.featureDim());
        if (head.isPresent()) {
            requireFit(checkpoint, encoder.featureDim(), head.get());
            OnnxHead.append(graph, representation, head.get());
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("clmr")
                .setProducerVersion(version())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(graph.build());
        ModelMetadata.of(checkpoint, head)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(model.build());
    }

    private static OnnxEncoder encoder(OnnxGraph graph, Checkpoint checkpoint) throws ExportException {
        ModelConfig config = checkpoint.config();
        Map<String, HostTensor> weights = checkpoint.weights();
        return switch (config.encoder()) {
            case SampleCnn.NAME -> new OnnxSampleCnn(graph, weights, config.strides());
            case Tune.NAME -> new OnnxTune(graph, weights, config.strides(), false);
            case Tune.PLUS_NAME -> new OnnxTune(graph, weights, config.strides(), true);
            case Cpc.NAME -> new OnnxCpc(graph, weights);
            default ->
                throw new ExportException(checkpoint.file() + ": encoder " + config.encoder()
                        + " has no ONNX form here, those that come with the program have; safetensors takes any");
        };
    }

    private static String normalized(OnnxGraph graph, String audio, Normalization values) {
        String mean = graph.constant("samples.mean", new float[] {(float) values.mean()});
        String std = graph.constant("samples.std", new float[] {(float) values.std()});
        String centred = graph.node("Sub", "samples.centred", List.of(audio, mean));
        return graph.node("Div", "samples.normalized", List.of(centred, std));
    }

    private static void requireFit(Checkpoint checkpoint, int featureDim, SavedHead head) throws ExportException {
        if (head.features() != featureDim) {
            throw new ExportException(checkpoint.file() + " gives " + featureDim + " features, the head takes "
                    + head.features() + "; use the encoder that the head was fitted on");
        }
    }

    private static String version() {
        String version = OnnxModel.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Returns what stands in the model's metadata. */
    public Map<String, String> metadata() {
        return model.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    /** Returns the model as a file holds it. */
    public byte[] toBytes() {
        return model.toByteArray();
    }

    /** Writes the model into a file. */
    public void write(Path file) throws IOException {
        WholeFile.writeBytes(file, toBytes());
    }
}
