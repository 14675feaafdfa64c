"""The frozen encoder in eager PyTorch: the other side of scripts/race-embed.sh.

  embed_encoder.py prepare WORK FILES... --width W   decode to WORK/windows.wav, make an encoder WORK/encoder-W.pt
  embed_encoder.py forward WORK --width W            rate of the network on these windows; features to WORK/torch-W.npy
  embed_encoder.py files WORK FILES... --width W     rate from the files on: ffmpeg and the network side by side

Prints one JSON line.
"""
import argparse
import concurrent.futures
import json
import os
import subprocess
import time
import wave

import numpy as np
import torch
from torch import nn

RATE, WINDOW = 22050, 59049
CHANNELS = (128, 128, 128, 256, 256, 256, 256, 256, 256, 512, 512)
WARM_UP_BATCHES = 3


def block(inputs, outputs, stride, padding, pool):
    parts = [nn.Conv1d(inputs, outputs, 3, stride, padding), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(*parts, nn.MaxPool1d(3, 3)) if pool else nn.Sequential(*parts)


class SampleCnn(nn.Module):
    def __init__(self, width):
        super().__init__()
        c = [max(1, round(n * width)) for n in CHANNELS]
        self.sequential = nn.Sequential(
            block(1, c[0], 3, 0, False),
            *[block(c[n], c[n + 1], 1, 1, True) for n in range(9)],
            block(c[9], c[10], 1, 1, False),
        )

    def forward(self, x):
        return self.sequential(x).flatten(1)


def decode(path):
    command = ["ffmpeg", "-v", "error", "-i", path, "-ac", "1", "-ar", str(RATE), "-f", "s16le", "-"]
    return np.frombuffer(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout, "<i2")


def windows_of(pcm):
    n = len(pcm) // WINDOW
    return torch.from_numpy((pcm[: n * WINDOW].astype(np.float32) / 32768).reshape(n, 1, WINDOW))


def saved_windows(work):
    with wave.open(os.path.join(work, "windows.wav")) as f:
        return windows_of(np.frombuffer(f.readframes(f.getnframes()), "<i2"))


def prepare(a):
    path = os.path.join(a.work, "windows.wav")
    if not os.path.exists(path):
        parts = [decode(f) for f in a.files]
        parts = [p[: len(p) // WINDOW * WINDOW] for p in parts]
        with wave.open(path, "wb") as f:
            f.setnchannels(1)
            f.setsampwidth(2)
            f.setframerate(RATE)
            f.writeframes(np.concatenate(parts)[: 160 * WINDOW].tobytes())
    net = SampleCnn(a.width)
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.momentum = None  # plain average, so that the features are as lively as after training
    net.train()
    with torch.no_grad():
        net(saved_windows(a.work)[:: 10])
    state = {"encoder." + k: v for k, v in net.state_dict().items()}
    torch.save({"state_dict": state}, os.path.join(a.work, "encoder-%g.pt" % a.width))
    return {"windows": len(saved_windows(a.work))}


def load(a):
    net = SampleCnn(a.width)
    state = torch.load(os.path.join(a.work, "encoder-%g.pt" % a.width), map_location="cpu")["state_dict"]
    net.load_state_dict({k[len("encoder."):]: v for k, v in state.items()})
    net.eval()
    with torch.inference_mode():
        for _ in range(WARM_UP_BATCHES):
            net(torch.zeros(a.batch, 1, WINDOW))
    return net


def forward(a):
    net, x = load(a), saved_windows(a.work)
    done, features, start = 0, [], time.perf_counter()
    with torch.inference_mode():
        while done < len(x) or time.perf_counter() - start < a.seconds:
            at = done % len(x)
            features.append(net(x[at:at + a.batch]))
            done += len(features[-1])
    seconds = time.perf_counter() - start
    np.save(os.path.join(a.work, "torch-%g.npy" % a.width), torch.cat(features)[:len(x)].numpy())
    return {"rate": done / seconds}


def files(a):
    net = load(a)
    start, samples, held = time.perf_counter(), 0, torch.zeros(0, 1, WINDOW)
    with torch.inference_mode(), concurrent.futures.ThreadPoolExecutor(a.threads) as pool:
        for pcm in pool.map(decode, a.files):
            samples += len(pcm)
            held = torch.cat([held, windows_of(pcm)])
            while len(held) >= a.batch:
                net(held[: a.batch])
                held = held[a.batch:]
        if len(held):
            net(held)
    seconds = time.perf_counter() - start
    return {"audio_seconds": samples / RATE, "seconds": seconds}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("what", choices=("prepare", "forward", "files"))
    p.add_argument("work")
    p.add_argument("files", nargs="*")
    p.add_argument("--width", type=float, default=0.25)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seconds", type=float, default=4, help="forward: time at least")
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    result = {"prepare": prepare, "forward": forward, "files": files}[a.what](a)
    print(json.dumps({"what": a.what, "width": a.width, "torch": torch.__version__, **result}))


if __name__ == "__main__":
    main()
