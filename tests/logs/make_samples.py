"""Writes small logs with the libraries themselves: `python tests/logs/make_samples.py FOLDER`. samples/README.md says which versions wrote those here."""

import math
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")


def training(step):
    return 2 * math.exp(-step / 15) + 0.1 + 0.02 * math.sin(step)


def validation(epoch):
    return 2 * math.exp(-epoch / 3) + 0.3 + 0.02 * max(0, epoch - 6)


def torch_events(out):
    import numpy as np
    from torch.utils.tensorboard import SummaryWriter

    for name, new in (("torch-old", False), ("torch-new", True)):
        writer = SummaryWriter(f"{out}/{name}")
        for step in range(60):
            writer.add_scalar("Loss/train", training(step), step, new_style=new)
            writer.add_scalar("lr", 0.1 * 0.99**step, step, new_style=new)
            if step % 6 == 5:
                writer.add_scalar("Loss/val", validation(step // 6), step, new_style=new)
        writer.add_scalar("Loss/train", float("nan"), 60, new_style=new)
        writer.add_histogram("weights", np.random.default_rng(0).normal(size=100), 3)
        writer.add_text("note", "hello", 0)
        writer.close()
    writer = SummaryWriter(f"{out}/add_scalars")
    for step in range(20):
        writer.add_scalars("Loss", {"train": training(step), "val": validation(step / 3)}, step)
    writer.close()


def tensorboardx_events(out):
    from tensorboardX import SummaryWriter

    writer = SummaryWriter(f"{out}/tensorboardx")
    for step in range(0, 3000, 50):
        writer.add_scalar("train/loss", training(step / 50), step)
    for step in range(0, 3000, 500):
        writer.add_scalar("eval/loss", validation(step / 500), step)
    writer.close()


def keras_logs(out):
    import keras
    import numpy as np

    keras.utils.set_random_seed(0)
    inputs = np.random.default_rng(0).normal(size=(200, 8)).astype("float32")
    targets = (inputs[:, :1] * inputs[:, 1:2] > 0).astype("float32")
    layers = [keras.layers.Dense(32, "relu"), keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "sigmoid")]
    model = keras.Sequential(layers)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    callbacks = [keras.callbacks.CSVLogger(f"{out}/keras.csv"), keras.callbacks.TensorBoard(f"{out}/keras-tb")]
    model.fit(inputs, targets, validation_split=0.3, epochs=25, verbose=0, callbacks=callbacks)


def lightning_logs(out):
    import lightning
    import torch
    from lightning.pytorch.loggers import CSVLogger

    class Linear(lightning.LightningModule):
        def __init__(self, lr=0.05, width=8):
            super().__init__()
            self.save_hyperparameters()
            self.layer = torch.nn.Linear(4, 1)

        def loss(self, batch):
            return ((self.layer(batch[0]) - batch[1]) ** 2).mean()

        def training_step(self, batch, _):
            loss = self.loss(batch)
            self.log("train_loss", loss, on_step=True, on_epoch=True)
            return loss

        def validation_step(self, batch, _):
            self.log("val_loss", self.loss(batch))

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)

    torch.manual_seed(0)
    inputs = torch.randn(96, 4)
    data = torch.utils.data.TensorDataset(inputs, inputs.sum(1, keepdim=True))
    loader = torch.utils.data.DataLoader(data, 8)
    quiet = {"enable_progress_bar": False, "enable_model_summary": False, "enable_checkpointing": False}
    logger = CSVLogger(out, name="lightning")
    trainer = lightning.Trainer(max_epochs=6, logger=logger, log_every_n_steps=5, accelerator="cpu", **quiet)
    trainer.fit(Linear(), loader, loader)


def transformers_logs(out):
    import torch
    from transformers import Trainer, TrainingArguments

    class Linear(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(4, 1)

        def forward(self, x=None, labels=None):
            logits = self.layer(x)
            return {"loss": ((logits - labels) ** 2).mean(), "logits": logits}

    torch.manual_seed(0)
    inputs = torch.randn(64, 4)
    data = [{"x": x, "labels": y} for x, y in zip(inputs, inputs.sum(1, keepdim=True), strict=True)]
    arguments = TrainingArguments(
        f"{out}/hf",
        num_train_epochs=4,
        per_device_train_batch_size=8,
        logging_steps=4,
        eval_strategy="epoch",
        save_strategy="epoch",
        learning_rate=1e-2,
        report_to=[],
        use_cpu=True,
    )
    Trainer(Linear(), arguments, train_dataset=data, eval_dataset=data).train()


def jax_events(out):
    from clu import metric_writers
    from flax.metrics.tensorboard import SummaryWriter

    writer = metric_writers.create_default_writer(f"{out}/clu", asynchronous=False)
    for step in range(40):
        writer.write_scalars(step, {"train_loss": training(step), "learning_rate": 0.1})
    writer.flush()
    writer = SummaryWriter(f"{out}/flax")
    for step in range(40):
        writer.scalar("loss", training(step), step)
    writer.flush()


if __name__ == "__main__":
    for write in (torch_events, tensorboardx_events, keras_logs, lightning_logs, transformers_logs, jax_events):
        write(sys.argv[1])
