#!/usr/bin/env python3
"""CPC on raw audio and its InfoNCE in PyTorch, as the first published version of CLMR describes the baseline (van den Oord
et al. 2018); writes what the Java network and loss are compared with.

    python3 scripts/peer/cpc_vectors.py clmr-core/src/test/resources/parity

Without an argument it prints parameters and lengths of the published size. Needs torch and numpy.
"""
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F

from tune_vectors import save

STRIDES = (5, 3, 2, 2, 2, 2, 2)
KERNELS = (10, 6, 4, 4, 4, 2, 2)
PADDINGS = (2, 2, 2, 2, 1, 1, 1)


class Cpc(nn.Module):
    def __init__(self, channels, context, steps):
        super().__init__()
        self.seq = nn.Sequential()
        inputs = 1
        for i, (s, k, p) in enumerate(zip(STRIDES, KERNELS, PADDINGS)):
            self.seq.add_module(f"layer-{i}", nn.Sequential(nn.Conv1d(inputs, channels, k, s, p), nn.ReLU()))
            inputs = channels
        self.autoregressor = nn.GRU(channels, context, batch_first=True)
        self.predictor = nn.Linear(context, channels * steps, bias=False)

    def forward(self, x):
        z = self.seq(x).transpose(1, 2)
        return z, self.autoregressor(z)[0]


def info_nce(z, predictions, first, rows, steps):
    channels, positions = z.shape[2], predictions.shape[1]
    drawn = z.reshape(-1, channels)[rows]  # [moments, negatives, channels]
    future = z[:, first : first + positions]
    total, hits = 0.0, 0.0
    for k in range(1, steps + 1):
        target = future[:, k:].reshape(-1, channels)
        guess = predictions[:, :-k, (k - 1) * channels : k * channels].reshape(-1, channels)
        positive = (target * guess).sum(1, keepdim=True)
        negative = torch.einsum("anc,ac->an", drawn[len(drawn) - len(guess) :], guess)
        total = total - F.log_softmax(torch.cat((positive, negative), 1), 1)[:, 0].mean()
        hits = hits + (positive > negative).all(1).double().mean()
    return total / steps, hits / steps


def vectors(folder):
    torch.manual_seed(18)
    channels, context, steps, negatives, positions, first = 16, 8, 3, 4, 7, 2
    network = Cpc(channels, context, steps)
    with torch.no_grad():
        for layer in network.seq:
            layer[0].weight.mul_(3)  # else seven layers without a norm leave next to nothing of the input
    x = torch.rand(2, 1, 5000) * 2 - 1
    tensors = {"x": x}
    for name, value in network.state_dict().items():
        tensors[("projector." if name.startswith("predictor") else "encoder.") + name] = value.clone()
    network.double()
    z, c = network(x.double())
    moments = z.shape[0] * z.shape[1]
    rows = torch.stack([torch.randperm(moments) for _ in range(negatives)], 1)
    loss, share = info_nce(z, network.predictor(c[:, first : first + positions]), first, rows, steps)
    loss.backward()
    tensors.update({"rows": rows, "out/encodings": z, "out/contexts": c, "out/h": c.mean(1), "out/loss": loss, "out/share": share})
    for name, value in network.named_parameters():
        tensors["grad/" + ("projector." if name.startswith("predictor") else "encoder.") + name] = value.grad
    save(folder / "cpc.safetensors", tensors)
    print(loss.item(), share.item(), z.shape)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if len(sys.argv) > 1:
        vectors(pathlib.Path(sys.argv[1]))
    else:
        network = Cpc(512, 256, 20)
        print(sum(p.numel() for p in network.parameters()), [tuple(t.shape) for t in network(torch.zeros(1, 1, 59049))])
