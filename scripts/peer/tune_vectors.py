#!/usr/bin/env python3
"""TUNe and TUNe+ in PyTorch, after the description of Velez Vasquez & Burgoyne (ISMIR 2022) and with the weight names of
their published code; writes what the Java networks are compared with.

    python3 scripts/peer/tune_vectors.py clmr-core/src/test/resources/parity

Without an argument it prints parameters and multiplications of the published size. Needs torch and numpy.
"""
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv1d(inputs, outputs, 3, padding=1), nn.BatchNorm1d(outputs), nn.ReLU())
        nn.init.kaiming_uniform_(self.layers[0].weight, mode="fan_in", nonlinearity="relu")

    def forward(self, x):
        return self.layers(x)


class Tune(nn.Module):
    def __init__(self, c, features, pools, plus):
        super().__init__()
        self.pools, self.plus = pools, plus
        for i, inputs in enumerate([1, c, 2 * c, 4 * c, 8 * c]):
            setattr(self, f"conv{i + 1}", Block(inputs, c << i))
        for i in range(4):
            p = pools[3 - i]
            setattr(self, f"transposedConv{6 + i}", nn.ConvTranspose1d(c << (4 - i), c << (3 - i), p, stride=p))
        for i in range(4):
            setattr(self, f"conv{6 + i}", Block(c << (4 - i), c << (3 - i)))
        inputs = c
        for i in range(len(pools)):
            outputs = features if i == len(pools) - 1 else c * min(2 << i, 32)
            linked = (2 * c) << i if plus and i < 4 else 0
            setattr(self, f"convDown{i + 1}", Block(inputs + linked, outputs))
            inputs = outputs

    def forward(self, x):
        before, links = [], []
        for i in range(4):
            before.append(getattr(self, f"conv{i + 1}")(x))
            x = nn.functional.max_pool1d(before[-1], self.pools[i])
        x = self.conv5(x)
        for i in range(4):
            links.append(x)
            x = torch.cat((getattr(self, f"transposedConv{6 + i}")(x), before[3 - i]), 1)
            x = getattr(self, f"conv{6 + i}")(x)
        for i, pool in enumerate(self.pools):
            x = nn.functional.max_pool1d(x, pool)
            if self.plus and i < 4:
                x = torch.cat((x, links[3 - i]), 1)
            x = getattr(self, f"convDown{i + 1}")(x)
        return x.mean(2)


def count(network, samples):
    adds = 0

    def add(module, inputs, output):
        nonlocal adds
        weight = module.weight
        time = output.shape[2] if isinstance(module, nn.Conv1d) else inputs[0].shape[2]
        adds += weight.numel() * time

    for module in network.modules():
        if isinstance(module, (nn.Conv1d, nn.ConvTranspose1d)):
            module.register_forward_hook(add)
    network.eval()(torch.zeros(1, 1, samples))
    return sum(p.numel() for p in network.parameters()), adds


def save(path, tensors):
    header, offset, blobs = {}, 0, []
    for name, tensor in tensors.items():
        array = np.ascontiguousarray(tensor.detach().numpy())
        kind = "I64" if array.dtype == np.int64 else "F32"
        blob = array.astype("<i8" if kind == "I64" else "<f4").tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def vectors(folder, name, width, pools, samples, plus):
    torch.manual_seed(17)
    c, features = max(1, round(11 * width)), max(1, round(512 * width))
    network = Tune(c, features, pools, plus)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm1d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    x = torch.rand(3, 1, samples) * 2 - 1
    pull = torch.randn(3, features)
    tensors = {"x": x, "pull": pull}
    tensors.update({"encoder." + k: v.clone() for k, v in network.state_dict().items()})
    network.double().train()
    h = network(x.double())
    (h * pull.double()).sum().backward()
    tensors["out/train"] = h
    tensors["out/eval"] = network.eval()(x.double())
    tensors.update({"grad/encoder." + k: p.grad for k, p in network.named_parameters() if not k.endswith("layers.0.bias")})
    save(folder / f"{name}.safetensors", tensors)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if len(sys.argv) > 1:
        folder = pathlib.Path(sys.argv[1])
        vectors(folder, "tune", 1 / 11, [3, 3, 3, 3, 3, 3], 2187, False)
        vectors(folder, "tune_plus", 1 / 11, [3, 2, 3, 2, 4], 432, True)
    else:
        for plus in (False, True):
            network = Tune(11, 512, [3] * 9, plus)
            print("tune_plus" if plus else "tune", *count(network, 59049), [*network(torch.zeros(1, 1, 59049)).shape])
