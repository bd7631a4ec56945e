"""A model of Keras. It gives back the losses that its callbacks got."""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from documented import DocumentedLines

keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(size=(200, 3)).astype("float32")
y = x.sum(axis=1)
model = keras.Sequential([keras.layers.Dense(1)])
model.compile("sgd", "mse")
lines = DocumentedLines(globals())
lines.before()
history = model.history.history
for epoch, (loss, validation_loss) in enumerate(zip(history["loss"], history["val_loss"], strict=True)):
    lines.note("training", epoch, loss)
    lines.note("validation", epoch, validation_loss)
lines.end()
