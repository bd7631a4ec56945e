"""A loop of torch."""

import torch
from documented import DocumentedLines

torch.manual_seed(0)
x, y = torch.randn(64, 3), torch.randn(64, 1)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)


def mean_square(rows):
    return ((model(x[rows]) - y[rows]) ** 2).mean()


def training_loss():
    loss = mean_square(slice(48))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def validation_loss():
    with torch.no_grad():
        return mean_square(slice(48, None))


DocumentedLines(globals()).loop(training_loss, validation_loss)
