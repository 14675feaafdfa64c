"""How fast the published Python chain augments: the other side of scripts/race-augment.sh.

  augment_views.py AUDIO [AUDIO ...] [--backend wavaugment|torchaudio] [--views 300] [--seed 1]

AUDIO is .npy (float32, mono) or a sound file. Every view is a random crop put through the published chain
(polarity .8, noise .01, gain .3, filters .8, delay .3, pitch .6, reverb .6), one thread, as the data loader of
the reference does it. Each transform is then timed alone, always applied. One JSON document on stdout.

--backend wavaugment uses torchaudio-augmentations, julius and WavAugment where all three can be imported.
--backend torchaudio uses the same transforms written below on torch and torchaudio.sox_effects (the same
libsox). Where the packages are missing, wavaugment falls back to these and "implementation" says so.
Needs a torchaudio that still has sox_effects (0.13 to 2.8) and libsox.
"""
import argparse
import json
import platform
import random
import statistics
import sys
import time
import wave

import numpy as np
import torch

PROBABILITIES = dict(polarity=0.8, noise=0.01, gain=0.3, filters=0.8, delay=0.3, pitch=0.6, reverb=0.6)


# ---------------------------------------------------------------- the chain, written here

def lowpass(x, cutoff, zeros=8):
    """Windowed-sinc low-pass of unit sum, edges replicated; cutoff in cycles a sample."""
    half = int(zeros / cutoff / 2)
    t = torch.arange(-half, half + 1)
    taps = torch.hann_window(2 * half + 1, periodic=False) * torch.sinc(2 * cutoff * t)
    taps = taps / taps.sum()
    padded = torch.nn.functional.pad(x[:, None], (half, half), mode="replicate")
    if half <= 32:
        return torch.nn.functional.conv1d(padded, taps[None, None])[:, 0]
    block = 1 << (10 * half).bit_length()                       # overlap-save; the taps are symmetric
    hop = block - 2 * half
    blocks = -(-x.shape[-1] // hop)
    padded = torch.nn.functional.pad(padded[:, 0], (0, blocks * hop + 2 * half - padded.shape[-1]))
    spectrum = torch.fft.rfft(padded.unfold(-1, block, hop)) * torch.fft.rfft(taps, block)
    y = torch.fft.irfft(spectrum, block)[..., 2 * half:]
    return y.reshape(x.shape[0], -1)[:, :x.shape[-1]]


def own_transforms(rate, samples):
    from torchaudio.sox_effects import apply_effects_tensor

    def sox(x, *effects):
        return apply_effects_tensor(x, rate, [[str(word) for word in effect] for effect in effects])[0]

    def noise(x):
        std = float(x.std())
        drawn = np.random.normal(0.0, random.uniform(0.0001 * std, 0.01 * std), size=tuple(x.shape))
        return x + torch.from_numpy(drawn.astype(np.float32))

    def gain(x):
        return (x * 10 ** (random.uniform(-20.0, -1.0) / 20)).clamp(-1, 1)

    def highpass_alone(x):
        return x - lowpass(x, random.uniform(200, 1200) / rate)

    def lowpass_alone(x):
        return lowpass(x, random.uniform(2200, 4000) / rate)

    def filters(x):
        return highpass_alone(x) if random.randint(0, 1) == 0 else lowpass_alone(x)

    def delay(x):
        offset = int(random.randrange(200, 500, 50) * (rate / 1000))
        y = x.clone()
        y[:, offset:] += 0.5 * x[:, :-offset]
        return y / 2

    def pitch(x):
        y = sox(x, ("pitch", random.randint(-700, 700)), ("rate", rate))[:, :samples]
        return torch.nn.functional.pad(y, (0, x.shape[-1] - y.shape[-1]))

    def reverb(x):
        return sox(x, ("reverb", *(int(torch.randint(0, 100, (1,))) for _ in range(3))), ("channels", 1))

    return dict(polarity=torch.neg, noise=noise, gain=gain, filters=filters, delay=delay, pitch=pitch,
                reverb=reverb), dict(highpass=highpass_alone, lowpass=lowpass_alone)


def own_chain(transforms):
    def run(x):
        for name, probability in PROBABILITIES.items():
            if float(torch.rand(1)) <= probability:
                x = transforms[name](x)
        return x
    return run


# ---------------------------------------------------------------- the chain, from the packages

def package_chain(rate, samples):
    import torchaudio_augmentations as ta
    transforms = dict(polarity=ta.PolarityInversion(), noise=ta.Noise(), gain=ta.Gain(),
                      filters=ta.HighLowPass(sample_rate=rate), delay=ta.Delay(sample_rate=rate),
                      pitch=ta.PitchShift(n_samples=samples, sample_rate=rate), reverb=ta.Reverb(sample_rate=rate))
    alone = dict(highpass=ta.HighPassFilter(rate), lowpass=ta.LowPassFilter(rate))
    chain = ta.Compose([ta.RandomApply([transforms[name]], p=p) for name, p in PROBABILITIES.items()])
    return chain, transforms, alone


def build(backend, rate, samples):
    """-> chain, transforms, filters alone, what they are."""
    missing = "not asked for"
    if backend == "wavaugment":
        try:
            return *package_chain(rate, samples), "torchaudio-augmentations + julius + WavAugment"
        except ImportError as error:
            missing = str(error)
    transforms, alone = own_transforms(rate, samples)
    return own_chain(transforms), transforms, alone, f"own, on torch and torchaudio.sox_effects (packages: {missing})"


# ---------------------------------------------------------------- audio in, timings out

def read(path, rate):
    """-> (1, samples) float32 at the given rate; refuses another rate rather than resampling."""
    if path.endswith(".npy"):
        return torch.from_numpy(np.load(path).astype(np.float32).reshape(1, -1))
    try:
        with wave.open(path) as f:
            if f.getsampwidth() != 2:
                raise wave.Error("not 16 bit")
            found = f.getframerate()
            pcm = np.frombuffer(f.readframes(f.getnframes()), "<i2").reshape(-1, f.getnchannels())
            audio = torch.from_numpy(pcm.mean(1, dtype=np.float32)[None] / 32768)
    except (wave.Error, EOFError):
        import torchaudio
        audio, found = torchaudio.load(path)
        audio = audio.mean(0, keepdim=True)
    if found != rate:
        sys.exit(f"{path}: {found} Hz, expected {rate} Hz")
    return audio


def crop(audio, samples):
    clip = random.choice(audio)
    start = random.randint(0, clip.shape[-1] - samples)
    return clip[:, start:start + samples]


def time_each(function, audio, samples, runs):
    """Milliseconds of each of the runs; the crop is inside, as it is part of making a view."""
    function(crop(audio, samples))
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        y = function(crop(audio, samples))
        taken.append((time.perf_counter() - begun) * 1e3)
        if y.shape != (1, samples):
            raise SystemExit(f"a transform returned {tuple(y.shape)}")
    return taken


def summary(taken):
    return dict(mean_ms=round(statistics.fmean(taken), 4), median_ms=round(statistics.median(taken), 4),
                p95_ms=round(sorted(taken)[int(0.95 * (len(taken) - 1))], 4))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("audio", nargs="+")
    p.add_argument("--backend", choices=("wavaugment", "torchaudio"), default="wavaugment")
    p.add_argument("--views", type=int, default=300)
    p.add_argument("--runs", type=int, default=60, help="of each transform alone; 0 skips these")
    p.add_argument("--samples", type=int, default=59049)
    p.add_argument("--sample-rate", type=int, default=22050)
    p.add_argument("--threads", type=int, default=1)
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    try:
        import torchaudio
        from torchaudio.sox_effects import apply_effects_tensor
        apply_effects_tensor(torch.zeros(1, 8), args.sample_rate, [])
    except Exception as error:                                  # missing, removed, or without libsox
        sys.exit(f"torchaudio with sox_effects is needed (0.13 to 2.8, with libsox): {error}")
    torch.set_num_threads(args.threads)
    torch.set_grad_enabled(False)
    audio = [clip for clip in (read(path, args.sample_rate) for path in args.audio)
             if clip.shape[-1] >= args.samples]
    if not audio:
        sys.exit(f"no file has {args.samples} samples")
    random.seed(args.seed), np.random.seed(args.seed), torch.manual_seed(args.seed)

    chain, transforms, alone, implementation = build(args.backend, args.sample_rate, args.samples)
    cpu = time.process_time()
    views = time_each(chain, audio, args.samples, args.views)
    cpu = time.process_time() - cpu
    each = {name: summary(time_each(function, audio, args.samples, args.runs))
            for name, function in ({**transforms, **alone}).items() if args.runs}
    print(json.dumps(dict(
        stage="augment", unit="views/s", rate=round(1e3 * len(views) / sum(views), 2), **summary(views),
        cpu_ms=round(1e3 * cpu / (len(views) + 1), 4), runs=args.views, threads=args.threads, backend=args.backend, implementation=implementation,
        samples=args.samples, sample_rate=args.sample_rate, seed=args.seed, probabilities=PROBABILITIES,
        transforms=each, versions=dict(python=platform.python_version(), torch=torch.__version__,
                                       torchaudio=torchaudio.__version__, numpy=np.__version__),
        machine=platform.processor() or platform.machine()), indent=1))


if __name__ == "__main__":
    main()
