#!/usr/bin/env python3
"""Loads a checkpoint of clmr into plain PyTorch, strictly, and compares what it computes.

    clmr embed song.mp3 --checkpoint runs/a --out song.npy
    python3 scripts/check-pytorch.py runs/a
    python3 scripts/check-pytorch.py runs/a --audio song.wav --rows song.npy

Optional: nothing in clmr needs it. Needs Python with torch, safetensors and numpy; for --audio mono 16-bit WAV at the
rate of the network (clmr embed of that same file gives the rows). Exit code 1 if anything differs.
"""
import argparse
import json
import os
import sys
import wave

import numpy as np
import torch
from safetensors import safe_open
from torch import nn

CHANNELS = (128, 128, 128, 256, 256, 256, 256, 256, 256, 512, 512)


def block(inputs, outputs, kernel, stride, padding, pool):
    layers = [nn.Conv1d(inputs, outputs, kernel, stride, padding), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(*layers, *([nn.MaxPool1d(pool)] if pool else []))


class SampleCNN(nn.Module):
    """[batch, 1, samples] to [batch, features]: a strided convolution, one pooled block a stride, one block more."""

    def __init__(self, strides, width):
        super().__init__()
        c = [max(1, round(n * width)) for n in CHANNELS]
        blocks = [block(1, c[0], 3, 3, 0, None)]
        blocks += [block(c[i], c[i + 1], s, 1, 1, s) for i, s in enumerate(strides)]
        self.sequential = nn.Sequential(*blocks, block(c[-2], c[-1], 3, 1, 1, None))
        self.features = c[-1]

    def forward(self, x):
        return self.sequential(x).flatten(1)


class Contrastive(nn.Module):
    def __init__(self, strides, width, projection, head):
        super().__init__()
        self.encoder = SampleCNN(strides, width)
        n = self.encoder.features
        if head:
            self.projector = nn.Sequential(
                nn.Linear(n, n, bias=False), nn.ReLU(), nn.Linear(n, projection, bias=False))


def weights_file(path):
    """The file itself, that of a checkpoint folder, or the newest of a run folder."""
    if os.path.isfile(path):
        return path
    if os.path.isfile(os.path.join(path, "model.safetensors")):
        return os.path.join(path, "model.safetensors")
    with open(os.path.join(path, "latest")) as latest:
        return os.path.join(path, "checkpoints", latest.read().strip(), "model.safetensors")


def windows(path, config):
    with wave.open(path) as audio:
        if (audio.getnchannels(), audio.getsampwidth(), audio.getframerate()) != (1, 2, config["sample_rate_hz"]):
            sys.exit(f"{path} is not mono 16-bit WAV at {config['sample_rate_hz']} Hz")
        samples = np.frombuffer(audio.readframes(audio.getnframes()), "<i2").astype(np.float32) / 32768
    size = config["samples"]
    return samples[: len(samples) // size * size].reshape(-1, 1, size)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("checkpoint", help="run folder, checkpoint folder or .safetensors")
    options.add_argument("--audio", help="a WAV file to compute features of")
    options.add_argument("--rows", help="its rows by clmr embed, .npy")
    options.add_argument("--tolerance", type=float, default=1e-5,
                         help="largest difference allowed, relative to the largest value (default: %(default)s)")
    args = options.parse_args()
    if (args.audio is None) != (args.rows is None):
        options.error("--audio and --rows belong together")

    path = weights_file(args.checkpoint)
    with safe_open(path, "pt") as file:
        metadata = file.metadata() or {}
        state = {name: file.get_tensor(name) for name in file.keys()}
    if "clmr.model" not in metadata:
        sys.exit(f"{path} does not say what network it is; write it anew with clmr import")
    config = json.loads(metadata["clmr.model"])
    if config["encoder"] != "sample_cnn" or len(config["strides"]) != len(CHANNELS) - 2:
        sys.exit(f"{path} holds a {config['encoder']} with {len(config['strides'])} strides; "
                 f"this script knows sample_cnn with {len(CHANNELS) - 2}")
    head = any(name.startswith("projector.") for name in state)
    model = Contrastive(config["strides"], config["width"], config["projection_dim"], head)
    model.load_state_dict(state, strict=True)
    model.eval()
    print(f"{path}: {len(state)} tensors loaded strictly; width {config['width']}, "
          f"{model.encoder.features} features, " + (f"projection {config['projection_dim']}" if head else "no projection head"))

    if args.audio is None:
        return
    x = torch.from_numpy(windows(args.audio, config))
    if "clmr.normalization" in metadata:
        normal = json.loads(metadata["clmr.normalization"])
        x = (x - normal["mean"]) / normal["std"]
    with torch.no_grad():
        ours = model.encoder(x).numpy()
    rows = np.load(args.rows)
    if rows.shape != ours.shape:
        sys.exit(f"{args.rows} is {rows.shape}, PyTorch computes {ours.shape}")
    largest = float(np.abs(ours).max())
    difference = float(np.abs(ours - rows).max())
    agree = difference <= args.tolerance * max(largest, 1e-30)
    print(f"{rows.shape[0]} rows of {rows.shape[1]}: largest value {largest:.6g}, largest difference {difference:.3g} "
          f"({difference / max(largest, 1e-30):.3g} of it), allowed {args.tolerance:g}: {'equal' if agree else 'DIFFERENT'}")
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()
