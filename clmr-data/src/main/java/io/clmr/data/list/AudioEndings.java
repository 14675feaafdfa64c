package io.clmr.data.list;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The endings of audio files: those of every format that ffmpeg reads and that is made for sound. */
public final class AudioEndings {

    /** What people have. */
    private static final Set<String> USUAL = Set.of(
            "3ga", "aa3", "aac", "ac3", "aif", "aifc", "aiff", "alac", "amr", "ape", "apl", "asf", "au", "awb", "bwf",
            "caf", "dff", "dsf", "dts", "dtshd", "eac3", "ec3", "flac", "gsm", "iamf", "isma", "m2a", "m4a", "m4b",
            "m4r", "mac", "mka", "mlp", "mp1", "mp2", "mp3", "mp4", "mpa", "mpc", "oga", "ogg", "oma", "omg", "opus",
            "ra", "rf64", "shn", "snd", "spx", "tak", "thd", "tta", "vqe", "vqf", "vql", "w64", "wav", "wave", "weba",
            "webm", "wma", "wv");

    /** Telephones, studios of old, games. */
    private static final Set<String> RARE = Set.of(
            "722", "aa", "aax", "ac4", "acm", "adp", "ads", "adx", "aea", "afc", "aix", "al", "apc", "aptx", "aptxhd",
            "ast", "avr", "bcstm", "bfstm", "binka", "bonk", "brstm", "c2", "daud", "dfpwm", "dss", "dtk", "fap", "fsb",
            "fwse", "g722", "g723_1", "g728", "g729", "genh", "hca", "ircam", "laf", "lc3", "mca", "msbc", "mtaf",
            "musx", "nist", "osq", "paf", "pvf", "qoa", "rco", "rka", "rsd", "rso", "sb", "sbc", "sdns", "sds", "sdx",
            "sf", "sln", "sph", "ss2", "svag", "sw", "tco", "ub", "ul", "uw", "vag", "wsd", "xmd", "xvag");

    private AudioEndings() {}

    /** Returns whether a file's ending is that of an audio format. */
    public static boolean isAudio(Path file) {
        return isAudio(String.valueOf(file.getFileName()));
    }

    /** Returns whether a name's ending is that of an audio format. */
    public static boolean isAudio(String name) {
        String ending = of(name);
        return USUAL.contains(ending) || RARE.contains(ending);
    }

    /** Returns the ending in small letters, without the dot; empty if there is none. */
    static String of(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
