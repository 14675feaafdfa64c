package io.clmr.cli.chart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes a picture so that its name never shows half of it. */
final class Png {

    private Png() {}

    static void write(Path file, BufferedImage image) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        if (!ImageIO.write(image, "png", aside.toFile())) {
            throw new IllegalStateException("this Java cannot write PNG");
        }
        Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
