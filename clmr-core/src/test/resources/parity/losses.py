"""Makes losses.safetensors: losses and gradients by plain PyTorch, written from the papers term by term.

    python3 losses.py losses.safetensors        (PyTorch 1.13, float64)
"""
import json
import struct
import sys

import torch

torch.manual_seed(8)
TEMPERATURE, SIGMA = 0.1, 0.5


def decoupled(z_i, z_j, weighted):
    batch = len(z_i)
    u = [v / v.norm() for v in z_i] + [v / v.norm() for v in z_j]
    agreement = torch.stack([u[i] @ u[i + batch] for i in range(batch)]).detach()
    weights = 2 - torch.exp(agreement / SIGMA) / torch.exp(agreement / SIGMA).mean()
    terms = []
    for a in range(2 * batch):
        positive = u[a] @ u[(a + batch) % (2 * batch)] / TEMPERATURE
        negatives = [torch.exp(u[a] @ u[k] / TEMPERATURE) for k in range(2 * batch) if k % batch != a % batch]
        terms.append(-positive * (weights[a % batch] if weighted else 1) + torch.log(sum(negatives)))
    return sum(terms) / len(terms)


def vicreg(z_i, z_j):
    loss = 25 * torch.nn.functional.mse_loss(z_i, z_j)
    for z in (z_i, z_j):
        batch, dim = z.shape
        loss = loss + 25 * torch.relu(1 - torch.sqrt(z.var(dim=0) + 1e-4)).mean() / 2
        centred = z - z.mean(dim=0)
        covariance = centred.T @ centred / (batch - 1)
        loss = loss + sum(covariance[a, b] ** 2 for a in range(dim) for b in range(dim) if a != b) / dim
    return loss


LOSSES = {
    "dcl": lambda a, b: decoupled(a, b, False),
    "dclw": lambda a, b: decoupled(a, b, True),
    "vicreg": vicreg,
}

tensors = {}
for batch, dim, scale in ((2, 4, 1.0), (7, 5, 0.3), (16, 8, 2.0)):
    z_i = scale * torch.randn(batch, dim, dtype=torch.float64)
    z_j = 0.7 * z_i + 0.5 * scale * torch.randn(batch, dim, dtype=torch.float64)
    size = f"{batch}x{dim}"
    tensors[f"{size}/z_i"], tensors[f"{size}/z_j"] = z_i, z_j
    for name, loss in LOSSES.items():
        a, b = z_i.clone().requires_grad_(), z_j.clone().requires_grad_()
        value = loss(a, b)
        value.backward()
        tensors[f"{size}/{name}/loss"] = value.detach().reshape(1)
        tensors[f"{size}/{name}/grad_i"], tensors[f"{size}/{name}/grad_j"] = a.grad, b.grad

header, data = {}, b""
for name, tensor in tensors.items():
    raw = tensor.contiguous().numpy().tobytes()
    header[name] = {"dtype": "F64", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
with open(sys.argv[1], "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text + data)
