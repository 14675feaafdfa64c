#!/usr/bin/env bash
# Makes the excerpts of this folder out of two clips of examples/quickstart-music; needs ffmpeg 5 or newer.
set -euo pipefail
cd "$(dirname "$0")"
music=../../../../../examples/quickstart-music
left=$music/amber_society/window_harbour_020-0.mp3
right=$music/silver_society/house_open_051-0.mp3

cut() { # OUT SECONDS ENCODER-OPTIONS… - one clip, from its second 2 on
    ffmpeg -v error -y -ss 2 -t "$2" -i "$left" -map_metadata -1 -fflags +bitexact -flags:a +bitexact "${@:3}" "$1"
}
cut2() { # the same with two clips as left and right
    ffmpeg -v error -y -ss 2 -t "$2" -i "$left" -ss 2 -t "$2" -i "$right" \
        -filter_complex '[0:a][1:a]join=inputs=2:channel_layout=stereo' \
        -map_metadata -1 -fflags +bitexact -flags:a +bitexact "${@:3}" "$1"
}
cut mono-16000.wav 0.8 -c:a pcm_s16le
cut2 stereo-44100.wav 0.15 -ar 44100 -c:a pcm_s16le
cut mono-22050-float.wav 0.3 -ar 22050 -c:a pcm_f32le
cut mono-48000-24bit.wav 0.19 -ar 48000 -c:a pcm_s24le
cut mono-16000.flac 1.1 -c:a flac -sample_fmt s16
cut2 stereo-32000.flac 0.4 -ar 32000 -c:a flac -sample_fmt s16
cut2 stereo-44100.ogg 3 -ar 44100 -c:a libvorbis -q:a 0
cut mono-11025.mp3 6 -ar 11025 -c:a libmp3lame -b:a 24k
cut2 stereo-48000.mp3 3 -ar 48000 -c:a libmp3lame -b:a 64k
cut2 stereo-44100.m4a 3 -ar 44100 -c:a aac -b:a 64k
cut2 stereo-48000.opus 4 -c:a libopus -b:a 40k
