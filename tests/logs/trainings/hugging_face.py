"""A model that Hugging Face's Trainer trains. It logs the mean loss of fifty steps, and that of the held-out examples."""

import torch
from documented import DocumentedLines

_EVERY = 50


class Linear(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 1)
        self.losses, self.held_out, self.steps = [], [], 0

    def forward(self, x=None, labels=None):
        outputs = self.layer(x)
        loss = ((outputs - labels) ** 2).mean()
        if self.training:
            self.trained(float(loss))
        else:
            self.held_out.append(float(loss))
        return {"loss": loss, "logits": outputs}

    def trained(self, loss):
        self.validated()
        self.losses.append(loss)
        self.steps += 1
        if self.steps % _EVERY == 0:
            lines.note("training", self.steps, sum(self.losses) / _EVERY)
            self.losses = []

    def validated(self):
        if self.held_out:
            lines.note("validation", self.steps, sum(self.held_out) / len(self.held_out))
        self.held_out = []


def examples(count):
    x = torch.randn(count, 3)
    return [{"x": each, "labels": each.sum(0, keepdim=True)} for each in x]


torch.manual_seed(0)
training_data, validation_data = examples(800), examples(160)
model = Linear()
lines = DocumentedLines(globals())
lines.before()
model.validated()
lines.end()
