package io.clmr.data.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the published datasets' files, a few clips of each, with empty audio.
 *
 * @param root the folder they go to; all of them fit into one
 */
record PublishedLayouts(Path root) {
    static final String PICKLE = "(dp1\nS'TRA'\np2\nS'1234'\np3\nsS'TRB'\np4\nI2345\nsS'TRC'\nV3456\ns.";

    void write(String path, String text) throws IOException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String path, byte[] bytes) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), bytes);
    }

    private static byte[] npy(String descr, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        ByteBuffer file =
                ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    static byte[] texts(String... texts) {
        ByteBuffer data = ByteBuffer.allocate(4 * 60 * texts.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < texts.length; i++) {
            data.position(4 * 60 * i);
            texts[i].codePoints().forEach(data::putInt);
        }
        return npy("<U60", texts.length + ",", data.array());
    }

    void won2020() throws IOException {
        write("magnatagatune/binary.npy", npy("|u1", "3, 2", new byte[] {1, 0, 0, 1, 1, 1}));
        write("magnatagatune/tags.npy", texts("guitar", "slow"));
        write("magnatagatune/train.npy", texts("2\tf/ann-x-01-a-0-29.mp3"));
        write("magnatagatune/valid.npy", texts("0\t0/ben-y-02-b-0-29.mp3"));
        write("magnatagatune/test.npy", texts("1\t1/cid-z-03-c-0-29.mp3"));
        write("magnatagatune/f/ann-x-01-a-0-29.mp3", "");
        write("magnatagatune/0/ben-y-02-b-0-29.mp3", "");
        write("magnatagatune/1/cid-z-03-c-0-29.mp3", "");
    }

    void msd(String pickle) throws IOException {
        String lists = "million_song_dataset/processed_annotations/";
        write(lists + "train_gt_msd.tsv", "TRA\t[1, 0]\n");
        write(lists + "val_gt_msd.tsv", "TRB\t[0, 1]\r\n");
        write(lists + "test_gt_msd.tsv", "TRC\t[0.0, 0.0]\n");
        write(lists + "output_labels_msd.txt", "# Output labels\nMSD_LABELS = ['rock','Hip-Hop']\n");
        write(lists + "MSD_id_to_7D_id.pkl", pickle);
        for (String number : List.of("1234", "2345", "3456")) {
            write(
                    "million_song_dataset/preprocessed/" + number.charAt(0) + "/" + number.charAt(1) + "/" + number
                            + ".clip.mp3",
                    "");
        }
    }

    void gtzan() throws IOException {
        for (String file : List.of("blues/blues.00000.wav", "jazz/jazz.00054.wav", "jazz/jazz.00001.au")) {
            write("genres_original/" + file, "");
        }
        write("train_filtered.txt", "\ufeffblues/blues.00000.wav\r\n");
        write("valid_filtered.txt", "jazz/jazz.00001.wav\n");
        write("test_filtered.txt", "jazz/jazz.00054.wav\n");
    }

    void librispeech() throws IOException {
        for (String speaker : List.of("84", "103")) {
            for (int i = 0; i < 10; i++) {
                write("LibriSpeech/train-clean-100/" + speaker + "/7/" + speaker + "-7-000" + i + ".flac", "");
            }
        }
        write("LibriSpeech/test-clean/900/1/900-1-0000.flac", "");
    }

    void jamendo() throws IOException {
        String header = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\r\n";
        String lists = "data/splits/split-0/autotagging_top50tags-";
        write(
                lists + "train.tsv",
                header
                        + "track_0000241\tartist_000005\talbum_000033\t41/241.mp3\t340.1\tgenre---rock\tgenre---pop\r\n");
        write(lists + "validation.tsv", header + "track_2\tartist_6\talbum_3\t42/242.mp3\t1.0\tgenre---rock\r\n");
        write(lists + "test.tsv", header + "track_3\tartist_7\talbum_3\t43/243.mp3\t1.0\tgenre---pop\r\n");
        write("raw_30s/audio/41/241.mp3", "");
        write("audio-low/42/242.low.mp3", "");
        write("43/243.mp3", "");
    }

    void fma() throws IOException {
        write(
                "fma_metadata/tracks.csv",
                ",album,artist,artist,set,set,track,track\n,id,bio,name,split,subset,genre_top,genres_all\n"
                        + "track_id,,,,,,,\n2,58,\"two\nlines\",AWOL,training,small,Hip-Hop,[21]\n3,58,,AWOL,validation,medium,Rock,\"[12, 5]\"\n"
                        + "134,,,Ben,test,large,,[]\n");
        write("fma_metadata/genres.csv", "genre_id,#tracks,parent,title,top_level\n21,1,0,Hip-Hop,21\n");
    }
}
