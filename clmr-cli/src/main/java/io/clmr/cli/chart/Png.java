package io.clmr.cli.chart;

import io.clmr.base.files.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes a picture so that its name never shows half of it. */
final class Png {

    private Png() {}

    static void write(Path file, BufferedImage image) throws IOException {
        WholeFile.writeBytes(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java cannot write PNG");
            }
        });
    }
}
