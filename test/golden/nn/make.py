"""Golden values of PyTorch's optimizers: python make.py > optimizers.json (torch 2.13, numpy)."""

import json

import torch

STEPS = 12


def trajectory(make):
    torch.manual_seed(0)
    start = torch.randn(7)
    gradients = torch.randn(STEPS, 7) * torch.logspace(-4, 2, 7)
    gradients[3] = 0
    value = start.clone().requires_grad_()
    optimizer = make([value])
    values = []
    for step in range(STEPS):
        value.grad = gradients[step].clone()
        optimizer.step()
        values.append(value.detach().tolist())
    return {"start": start.tolist(), "gradients": gradients.tolist(), "values": values}


print(
    json.dumps(
        {
            "sgd": trajectory(lambda p: torch.optim.SGD(p, lr=0.01)),
            "adagrad": trajectory(lambda p: torch.optim.Adagrad(p, lr=0.05)),
            "adagrad-0.1": trajectory(
                lambda p: torch.optim.Adagrad(p, lr=0.05, initial_accumulator_value=0.1)
            ),
            "adam": trajectory(lambda p: torch.optim.Adam(p, lr=0.02)),
        }
    )
)
