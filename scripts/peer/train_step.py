"""The training step in eager PyTorch: the other side of scripts/race-train.sh and scripts/gpu-check.sh.

  train_step.py --width 0.25 --batch 24 --steps 10 [--threads 2] [--compile] [--device cuda [--tf32]]

Two encoder passes, NT-Xent, backward, Adam, on noise; prints one JSON line with the step times.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

SAMPLES = 59049
CHANNELS = (128, 128, 128, 256, 256, 256, 256, 256, 256, 512, 512)
WARM_UP_STEPS = 2


def block(inputs, outputs, stride, padding, pool):
    parts = [nn.Conv1d(inputs, outputs, 3, stride, padding), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(*parts, nn.MaxPool1d(3, 3)) if pool else nn.Sequential(*parts)


class SampleCnn(nn.Sequential):
    def __init__(self, width):
        c = [max(1, round(n * width)) for n in CHANNELS]
        super().__init__(
            block(1, c[0], 3, 0, False),
            *[block(c[n], c[n + 1], 1, 1, True) for n in range(9)],
            block(c[9], c[10], 1, 1, False),
            nn.Flatten(),
        )
        self.features = c[10]


def nt_xent(z_i, z_j, temperature=0.5):
    n = len(z_i)
    z = F.normalize(torch.cat([z_i, z_j]), dim=1)
    logits = (z @ z.T / temperature).masked_fill(torch.eye(2 * n, dtype=torch.bool, device=z.device), float("-inf"))
    return F.cross_entropy(logits, torch.arange(2 * n, device=z.device).roll(n))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--width", type=float, default=0.25)
    p.add_argument("--batch", type=int, default=24)
    p.add_argument("--steps", type=int, default=10)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--compile", action="store_true", help="torch.compile the encoder (PyTorch 2)")
    p.add_argument("--device", default="cpu", help="cpu or cuda")
    p.add_argument("--tf32", action="store_true", help="on a GPU: tf32 and the search for the fastest convolution")
    a = p.parse_args()
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = torch.backends.cudnn.benchmark = a.tf32
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    encoder = SampleCnn(a.width).to(a.device)
    n = encoder.features
    projector = nn.Sequential(nn.Linear(n, n, bias=False), nn.ReLU(), nn.Linear(n, 64, bias=False)).to(a.device)
    adam = torch.optim.Adam([*encoder.parameters(), *projector.parameters()], lr=3e-4)
    forward = torch.compile(encoder) if a.compile else encoder
    views = 0.1 * torch.randn(2, a.batch, 1, SAMPLES)
    times = []
    for step in range(WARM_UP_STEPS + a.steps):
        start = time.perf_counter()
        view_i, view_j = views.to(a.device)  # copied each step, as a loader does
        loss = nt_xent(projector(forward(view_i)), projector(forward(view_j)))
        adam.zero_grad()
        loss.backward()
        adam.step()
        loss.item()
        times.append(time.perf_counter() - start)
    counted = times[WARM_UP_STEPS:]
    print(json.dumps({"stage": "train", "median_ms": 1000 * statistics.median(counted), "runs": len(counted),
                      "threads": a.threads, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
