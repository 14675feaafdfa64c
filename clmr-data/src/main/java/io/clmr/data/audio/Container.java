package io.clmr.data.audio;

import io.clmr.data.audio.AudioException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** An open file and its demuxer. */
final class Container implements AutoCloseable {
    /** Formats whose times are counted samples, so that a seek lands where the times say. */
    private static final Set<String> COUNTS_SAMPLES = Set.of("wav", "aiff", "flac");

    private static final String MP4 = "mov,mp4,m4a,3gp,3g2,mj2";

    private final Path file;
    private final AVIOContext io = new AVIOContext(null);
    private final WatchedFile watched;
    private AVFormatContext context = new AVFormatContext(null);

    private Container(Path file, WatchedFile watched) {
        this.file = file;
        this.watched = watched;
    }

    static Container open(Path file) throws IOException {
        checkFile(file);
        Container container = new Container(file, WatchedFile.begin(file));
        boolean ready = false;
        try {
            container.openFile();
            container.openDemuxer();
            ready = true;
            return container;
        } finally {
            if (!ready) {
                container.survived();
                container.close();
            }
        }
    }

    /** Tells that this file did not crash the process, as far as it was to be read. */
    void survived() {
        watched.survived();
    }

    private static void checkFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new AudioException(file, Kind.UNREADABLE, "is a folder, expected an audio file");
        }
        if (!Files.exists(file)) {
            throw new AudioException(file, Kind.UNREADABLE, "is not there; check the path");
        }
        if (!Files.isRegularFile(file)) { // a pipe or a device might never end
            throw new AudioException(file, Kind.UNREADABLE, "is not a regular file, expected an audio file");
        }
        if (!Files.isReadable(file)) {
            throw new AudioException(file, Kind.READ_ERROR, "may not be read by this user; change its permissions");
        }
        if (Files.size(file) == 0) {
            throw new AudioException(file, Kind.EMPTY, "is 0 bytes long; get the file again");
        }
    }

    private void openFile() throws IOException {
        context = avformat.avformat_alloc_context();
        Interruption.watch(context);
        BytePointer url = nativeUrl(file);
        AVDictionary options = new AVDictionary(null);
        try {
            avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
            int result = avformat.avio_open2(io, url, avformat.AVIO_FLAG_READ, context.interrupt_callback(), options);
            if (result < 0) {
                Interruption.check(file);
                throw new AudioException(file, Kind.READ_ERROR, "cannot be opened (" + Ffmpeg.describe(result) + ")");
            }
        } finally {
            avutil.av_dict_free(options);
            Ffmpeg.free(url);
        }
        context.pb(io);
    }

    private void openDemuxer() throws IOException {
        BytePointer url = nativeUrl(file);
        AVDictionary options = new AVDictionary(null);
        try {
            // A playlist named song.mp3 must not make us open what it lists: the one open file is all a demuxer gets.
            avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
            checkOpened(avformat.avformat_open_input(context, url, null, options));
        } finally {
            avutil.av_dict_free(options);
            Ffmpeg.free(url);
        }
        // Not one dictionary: the function takes an array with one for each stream.
        checkOpened(avformat.avformat_find_stream_info(context, (AVDictionary) null));
    }

    private void checkOpened(int result) throws IOException {
        if (result < 0) {
            checkIo();
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "is not audio that ffmpeg can read (" + Ffmpeg.describe(result)
                            + "); expected mp3, wav, flac, ogg, m4a, opus or the like, get the file again if it should"
                            + " be");
        }
    }

    /** Throws if the thread was interrupted, or if reading bytes has failed, which demuxers may take for the file's end. */
    private void checkIo() throws IOException {
        Interruption.check(file);
        if (io.error() < 0) {
            throw new AudioException(
                    file,
                    Kind.READ_ERROR,
                    "cannot be read (" + Ffmpeg.describe(io.error())
                            + "); the disk or the network failed, try again or get the file again");
        }
    }

    /** Returns the path as ffmpeg wants it; the bytes of the name survive any locale. */
    private static BytePointer nativeUrl(Path file) {
        byte[] bytes = ("file:" + file.toAbsolutePath()).getBytes(StandardCharsets.UTF_8);
        if (file.getFileSystem().getSeparator().equals("/")) {
            // toUri() escapes the raw bytes, while toString() has already lost those the locale cannot show.
            bytes = unescape("file:" + file.toUri().getRawPath());
        }
        BytePointer url = Ffmpeg.allocate(bytes.length + 1L);
        url.put(bytes, 0, bytes.length).put(bytes.length, (byte) 0);
        return url;
    }

    private static byte[] unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toByteArray();
    }

    /** Finds the audio track and turns all other streams off. */
    AVStream audioTrack(OptionalInt number) throws AudioException {
        return TrackChoice.choose(file, context, number);
    }

    /**
     * Reads the next packet of a stream; false at the end of the file.
     *
     * @param packet is empty, and to be unreferenced by the caller if it was filled
     * @param reachedSeconds what was decoded before, for the message
     */
    boolean read(AVStream stream, AVPacket packet, double reachedSeconds) throws IOException {
        while (true) {
            Interruption.check(file);
            int result = avformat.av_read_frame(context, packet);
            if (result == Ffmpeg.Code.AGAIN) {
                continue;
            }
            if (result < 0) {
                checkIo();
                if (result == Ffmpeg.Code.END) {
                    return false;
                }
                throw new AudioException(
                        file,
                        Kind.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "cannot be read beyond %.1f s (%s); the file is damaged or cut off, get it again",
                                reachedSeconds,
                                Ffmpeg.describe(result)));
            }
            if (packet.stream_index() == stream.index()) { // some streams show up only on the way
                return true;
            }
            avcodec.av_packet_unref(packet);
        }
    }

    /** Moves to a time of a stream's clock, or before it; false if this file does not allow to do so exactly. */
    boolean seek(AVStream stream, long time) throws IOException {
        boolean done = avformat.av_seek_frame(context, stream.index(), time, avformat.AVSEEK_FLAG_BACKWARD) >= 0;
        checkIo();
        return done;
    }

    String description() {
        return context.iformat().long_name().getString();
    }

    private String format() {
        return context.iformat().name().getString();
    }

    /** Returns whether the format leads to a time without reading what lies before. */
    boolean hasIndex() {
        return COUNTS_SAMPLES.contains(format()) || format().equals(MP4);
    }

    /** Returns whether a seek by the index to this time of the stream's clock finds the sample that decoding from the start would. */
    boolean seeksExactly(AVStream stream, long time) {
        return COUNTS_SAMPLES.contains(format()) || MovIndex.isGapless(stream, time);
    }

    /** Returns the length of the file, stated or guessed; 0 if unknown. */
    double estimatedSeconds() {
        return context.duration() == Ffmpeg.NO_TIME
                ? 0
                : Math.max(0, context.duration() / (double) avutil.AV_TIME_BASE);
    }

    /** Returns the length the header states, in seconds; negative if it states none or ffmpeg only guessed. */
    double statedSeconds(AVStream stream, double decodedSeconds) throws IOException {
        if (format().equals("wav")) {
            return WavHeader.read(file)
                    .map(header -> header.statedSeconds(decodedSeconds))
                    .orElse(-1.0);
        }
        if (context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE
                || stream.duration() == Ffmpeg.NO_TIME) {
            return -1;
        }
        // Of Opus in Ogg ffmpeg gives the time at the end, also where a recorded stream begins hours after its time 0.
        boolean untilEnd = format().equals("ogg") && Codec.name(stream).equals("opus");
        long begun = untilEnd && stream.start_time() != Ffmpeg.NO_TIME ? Math.max(0, stream.start_time()) : 0;
        return (double) (stream.duration() - begun)
                * stream.time_base().num()
                / stream.time_base().den();
    }

    /** Returns a sentence if the file holds more than its header states, and ffmpeg's numbers do not show it. */
    Optional<String> unstated() throws IOException {
        Optional<WavHeader> wav = format().equals("wav") ? WavHeader.read(file) : Optional.empty();
        if (wav.isEmpty()) {
            return Optional.empty();
        }
        if (wav.get().statedBytes() == 0) {
            return Optional.of(
                    "the header states no length, so all " + wav.get().presentBytes() + " bytes are heard");
        }
        return wav.get().unclaimedBytes() <= wav.get().presentBytes() / 20
                ? Optional.empty()
                : Optional.of(wav.get().unclaimedBytes()
                        + " bytes lie behind the end that the header states, and are not heard");
    }

    @Override
    public void close() {
        avformat.avformat_close_input(context);
        avformat.avio_closep(io); // ours, so avformat_close_input left it open
        watched.close();
    }
}
