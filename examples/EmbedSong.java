import io.clmr.eval.embed.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Prints one vector for each window of a song: the arguments are a checkpoint and an audio file. */
public final class EmbedSong {
    public static void main(String[] args) throws IOException {
        try (Embedder embedder = Embedder.open(Path.of(args[0]))) {
            for (float[] vector : embedder.embed(Path.of(args[1]))) {
                System.out.println(Arrays.toString(vector));
            }
        }
    }
}
