package io.clmr.data.audio;

import io.clmr.data.audio.AudioException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** The audio stream of one file: container, decoder, and the frame decoded last. */
final class AudioInput implements AutoCloseable {
    private static final int MIN_RATE_HZ = 1000;
    private static final int MAX_RATE_HZ = 768_000;

    /** A quarter of full scale: what is louder need not be measured to tell that it is no silence. */
    private static final float LOUD_ENOUGH = 0.25f;

    private final Path file;
    private final Container container;
    private final AVStream stream;
    private final AVCodecContext decoder;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private final Clock clock = new Clock();
    private boolean packetWaits;
    private long packets;
    private long damaged;
    private long position;
    private int frameSamples;
    private int rateHz;
    private float channelPeak;
    private Optional<String> unstated = Optional.empty();

    private AudioInput(Path file, Container container, AVStream stream, AVCodecContext decoder) {
        this.file = file;
        this.container = container;
        this.stream = stream;
        this.decoder = decoder;
    }

    static AudioInput open(Path file, OptionalInt audioTrack) throws IOException {
        Container container = Container.open(file);
        boolean ready = false;
        try {
            AVStream stream = container.audioTrack(audioTrack);
            AudioInput input = new AudioInput(file, container, stream, Codec.openDecoder(file, stream));
            ready = true;
            return input;
        } finally {
            if (!ready) {
                container.survived();
                container.close();
            }
        }
    }

    /** Tells that this file was read to its end, or to a fault, without a crash. */
    void survived() {
        container.survived();
    }

    Path file() {
        return file;
    }

    /** Returns what the header says, before anything is decoded. */
    AudioInfo info() {
        var parameters = stream.codecpar();
        return new AudioInfo(
                Codec.name(stream),
                Math.max(0, parameters.sample_rate()),
                Math.max(0, parameters.ch_layout().nb_channels()));
    }

    AVFrame frame() {
        return frame;
    }

    /** Returns the rate of the frame decoded last, also after the end. */
    int rateHz() {
        return rateHz;
    }

    /** Returns the samples of the current frame; 0 at the end. */
    int frameSamples() {
        return frameSamples;
    }

    /** Returns the number of the current frame's first sample, counted from the file's first at the file's own rate. */
    long position() {
        return position;
    }

    /**
     * Decodes the next frame that has samples; false at the end.
     *
     * <p>Damaged packets are passed over, as ffmpeg does, and counted.
     */
    boolean nextFrame() throws IOException {
        position += frameSamples;
        frameSamples = 0;
        while (true) {
            int result = avcodec.avcodec_receive_frame(decoder, frame);
            if (result == Ffmpeg.Code.END) {
                return false;
            }
            if (result == Ffmpeg.Code.AGAIN) {
                feedDecoder();
            } else if (result < 0) {
                damaged++;
            } else if (frame.nb_samples() > 0) {
                acceptFrame();
                return true;
            }
        }
    }

    private void acceptFrame() throws AudioException {
        frameSamples = frame.nb_samples();
        rateHz = frame.sample_rate();
        if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    "says its sample rate is " + rateHz + " Hz, expected " + MIN_RATE_HZ + " to " + MAX_RATE_HZ
                            + "; the header is damaged, get the file again");
        }
        int index = FrameScan.firstNotFinite(frame);
        if (index >= 0) {
            throw new AudioException(
                    file,
                    Kind.NOT_FINITE,
                    "sample " + (position + index)
                            + " is NaN or infinite, expected finite numbers; render the file again");
        }
        if (channelPeak < LOUD_ENOUGH) {
            channelPeak = Math.max(channelPeak, FrameScan.peak(frame));
        }
        clock.add(frame, stream.time_base());
    }

    private void feedDecoder() throws IOException {
        if (!packetWaits && !readPacket()) {
            avcodec.avcodec_send_packet(decoder, (AVPacket) null);
            return;
        }
        packetWaits = false;
        try {
            packets++;
            if (packet.size() > 0) { // an empty one would mean the end to the decoder
                damaged += avcodec.avcodec_send_packet(decoder, packet) < 0 ? 1 : 0;
            }
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    private boolean readPacket() throws IOException {
        return container.read(stream, packet, clock.decodedSeconds());
    }

    /**
     * Moves from the first frame to the one that holds a later sample, decoding as little as possible.
     *
     * @param runUpSamples decoded before that sample, because codecs need what comes before
     * @return false if this file does not allow to do so exactly; then it must be opened again
     */
    boolean moveTo(long sample, int runUpSamples) throws IOException {
        long originTime = frame.best_effort_timestamp();
        int firstRateHz = rateHz;
        int firstChannels = frame.ch_layout().nb_channels();
        if (originTime == Ffmpeg.NO_TIME
                || !Codec.startsAnywhere(stream)
                || !Timeline.exact(stream.time_base(), rateHz)) {
            return false;
        }
        long origin = Timeline.toSamples(originTime, stream.time_base(), rateHz);
        frameSamples = 0;
        if (!seek(Timeline.fromSamples(origin + sample - runUpSamples, stream.time_base(), rateHz))) {
            return false;
        }
        long next = Ffmpeg.NO_TIME;
        while (nextFrame()) {
            long time = frame.best_effort_timestamp();
            if (time == Ffmpeg.NO_TIME
                    || rateHz != firstRateHz
                    || frame.ch_layout().nb_channels() != firstChannels) {
                return false;
            }
            position = Timeline.toSamples(time, stream.time_base(), rateHz) - origin;
            if (next != Ffmpeg.NO_TIME && position != next) {
                return false;
            }
            next = position + frameSamples;
            if (next > sample) {
                packets = 0; // what the decoder missed while it found its feet is no damage
                damaged = 0;
                return position <= sample;
            }
        }
        return false;
    }

    private boolean seek(long target) throws IOException {
        avcodec.avcodec_flush_buffers(decoder);
        if (!container.hasIndex()) {
            return skipPackets(target);
        }
        return container.seeksExactly(stream, target) && container.seek(stream, target);
    }

    /**
     * Reads packets up to a time, as long as their times leave no gap and the decoder will make samples of each. Where two
     * mp3 files were joined, the tags of the second one come as a packet, with a time of its own; and where its format is
     * another one, the resampler begins anew.
     */
    private boolean skipPackets(long target) throws IOException {
        boolean mp3 = Codec.name(stream).equals("mp3");
        long expected = Ffmpeg.NO_TIME;
        int format = MpegHeader.NONE;
        while (readPacket()) {
            int last = format;
            format = mp3 ? MpegHeader.format(packet) : MpegHeader.NONE;
            boolean gap = packet.pts() == Ffmpeg.NO_TIME
                    || packet.duration() <= 0
                    || (mp3 && format == MpegHeader.NONE)
                    || (expected != Ffmpeg.NO_TIME && (packet.pts() != expected || format != last));
            expected = packet.pts() + packet.duration();
            if (gap || expected > target) {
                packetWaits = true;
                return !gap;
            }
            avcodec.av_packet_unref(packet);
        }
        return false;
    }

    /** Refuses what was not really decoded; call once {@link #nextFrame} has returned false. */
    void checkWhole() throws IOException {
        if (damaged * 10 > packets) {
            throw new AudioException(
                    file,
                    Kind.UNREADABLE,
                    damaged + " of " + packets + " " + Codec.name(stream)
                            + " packets cannot be decoded; the file is damaged, get it again");
        }
        if (position == 0) {
            throw new AudioException(
                    file,
                    Kind.EMPTY,
                    "holds no audio sample (found " + container.description() + " with a " + Codec.name(stream)
                            + " stream); get the file again or take it out of the dataset");
        }
        double decoded = (double) position / rateHz;
        double stated = container.statedSeconds(stream, decoded);
        double missing = stated - decoded;
        if (missing > 1 && missing > 0.05 * stated) {
            throw new AudioException(
                    file,
                    Kind.TRUNCATED,
                    String.format(
                            Locale.ROOT,
                            "the header promises %.1f s, only %.1f s are there; %s, get it again, or convert it with"
                                    + " ffmpeg to use what is there",
                            stated,
                            stated - missing,
                            clock.missing().orElse("the file was cut off")));
        }
        noteUnstated(stated, decoded);
    }

    /** Notes where there is more audio than the header states. */
    private void noteUnstated(double stated, double decoded) throws IOException {
        unstated = stated > 0 && decoded - stated > 1 && decoded - stated > 0.05 * stated
                ? Optional.of(String.format(
                        Locale.ROOT, "the header states %.1f s, %.1f s are there and heard", stated, decoded))
                : container.unstated();
    }

    /** Returns the loudest sample of any channel so far, 0 to 1; of a loud file it may be a later one that is louder. */
    float channelPeak() {
        return channelPeak;
    }

    /** Returns what is odd about the file; call after {@link #checkWhole}. */
    List<AudioRemark> remarks() {
        List<AudioRemark> remarks = new ArrayList<>();
        if (damaged > 0) {
            remarks.add(new AudioRemark(
                    AudioRemark.Kind.DAMAGED_PACKETS,
                    damaged + " of " + packets + " " + Codec.name(stream) + " packets cannot be decoded"));
        }
        unstated.ifPresent(text -> remarks.add(new AudioRemark(AudioRemark.Kind.LONGER_THAN_STATED, text)));
        clock.missing().ifPresent(missing -> remarks.add(new AudioRemark(AudioRemark.Kind.SHIFTED_TIMES, missing)));
        return remarks;
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(decoder);
        container.close();
    }
}
