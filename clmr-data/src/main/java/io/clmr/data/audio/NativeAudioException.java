package io.clmr.data.audio;

/** Tells that the native ffmpeg libraries cannot be loaded on this machine, and what to do. */
public final class NativeAudioException extends RuntimeException {
    NativeAudioException(String message, Throwable cause) {
        super(message, cause);
    }
}
