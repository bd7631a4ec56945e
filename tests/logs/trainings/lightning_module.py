"""A module of Lightning. Its trainer logs the loss of every fiftieth batch, and names a row by the number of batches before it."""

import lightning
import torch
from documented import DocumentedLines

_EVERY, _EPOCHS = 50, 4


class Linear(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(3, 1)
        self.held_out = []

    def mean_square(self, batch):
        return ((self.layer(batch[0]) - batch[1]) ** 2).mean()

    def training_step(self, batch, _):
        loss = self.mean_square(batch)
        lines.training(self=self, loss=loss)
        if (self.global_step + 1) % _EVERY == 0:
            lines.note("training", self.global_step, loss)
        return loss

    def validation_step(self, batch, _):
        validation_loss = self.mean_square(batch)
        lines.validation(self=self, validation_loss=validation_loss)
        self.held_out.append(float(validation_loss))

    def on_validation_epoch_end(self):
        if not self.trainer.sanity_checking:
            lines.note("validation", self.global_step - 1, sum(self.held_out) / len(self.held_out))
        self.held_out = []

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.01)


torch.manual_seed(0)
x = torch.randn(800, 3)
data = torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True) + 0.1 * torch.randn(800, 1))
training_data, validation_data = torch.utils.data.random_split(data, [640, 160])
lines = DocumentedLines(globals())
lines.before()
trainer = globals()["trainer"]
trainer.fit_loop.max_epochs = _EPOCHS
loaders = [torch.utils.data.DataLoader(part, 4) for part in (training_data, validation_data)]
trainer.fit(Linear(), *loaders)
lines.end()
