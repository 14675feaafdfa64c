package io.clmr.data.dataset;

import io.clmr.data.archive.PackedAudio;
import io.clmr.data.list.AudioEndings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MagnaTagATune with the split of Pons et al. ({@link PonsSplit}) or of Won et al. ({@link WonSplit}).
 *
 * <p>The lists, the folders of mp3 files and, before they are unpacked, the parts of the zip file lie in the root or
 * in its folder {@code magnatagatune}.
 */
final class MagnaTagATuneFormat implements DatasetFormat {
    private static final String ARCHIVE = "mp3.zip";
    private static final String FOLDER = "magnatagatune";
    private static final Pattern ALBUM = Pattern.compile("([^-]+-.+?)-\\d+-.+");

    @Override
    public String name() {
        return "magnatagatune";
    }

    @Override
    public MusicDataset load(DatasetConfig config) throws DatasetException {
        boolean onlyWon = find(config.root(), PonsSplit.INDEX).isEmpty()
                && find(config.root(), WonSplit.LABELS).isPresent();
        String split = config.split().orElse(onlyWon ? WonSplit.NAME : PonsSplit.NAME);
        return switch (split) {
            case PonsSplit.NAME ->
                new PonsSplit(base(config.root(), PonsSplit.INDEX, PonsSplit.FILES), config).load(name());
            case WonSplit.NAME ->
                new WonSplit(base(config.root(), WonSplit.LABELS, WonSplit.FILES), config).load(name());
            default ->
                throw new DatasetException(
                        config.root(),
                        "dataset.split is \"" + split + "\", expected " + PonsSplit.NAME + " or " + WonSplit.NAME
                                + " for magnatagatune");
        };
    }

    /** Unpacks beside the lists, which lie where the archive does. */
    @Override
    public Optional<PackedAudio> packed(DatasetConfig config) throws DatasetException {
        try {
            for (Path folder : List.of(config.root(), config.root().resolve(FOLDER))) {
                Optional<PackedAudio> packed = PackedAudio.find(folder, ARCHIVE, AudioEndings::isAudio);
                if (packed.isPresent()) {
                    return packed;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new DatasetException(e);
        }
    }

    private static Optional<Path> find(Path root, String marker) {
        return List.of(root, root.resolve(FOLDER)).stream()
                .filter(folder -> Files.exists(folder.resolve(marker)))
                .findFirst();
    }

    private static Path base(Path root, String marker, String files) throws DatasetException {
        Optional<Path> base = find(root, marker);
        if (base.isEmpty()) {
            throw new DatasetException(
                    root,
                    "holds neither " + marker + " nor " + FOLDER + "/" + marker + "; expected that file, " + files
                            + " and the folders of mp3 files");
        }
        return base.get();
    }

    /** Published names are {@code artist-album-number-title-start-end.mp3}, with underscores inside each part. */
    static Optional<String> artist(String song) {
        String name = song.substring(song.lastIndexOf('/') + 1);
        int dash = name.indexOf('-');
        return dash <= 0 ? Optional.empty() : Optional.of(name.substring(0, dash));
    }

    /** Returns artist and album, since albums of several artists have one name. */
    static Optional<String> album(String song) {
        Matcher matcher = ALBUM.matcher(song.substring(song.lastIndexOf('/') + 1));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
