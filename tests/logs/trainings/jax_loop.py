"""A loop of JAX."""

import jax
import jax.numpy as jnp
from documented import DocumentedLines

keys = jax.random.split(jax.random.key(0), 2)
x, y = jax.random.normal(keys[0], (64, 3)), jax.random.normal(keys[1], (64,))
weights = [jnp.zeros(3)]


def mean_square(weights, rows):
    return jnp.mean((x[rows] @ weights - y[rows]) ** 2)


def training_loss():
    loss, gradient = jax.value_and_grad(mean_square)(weights[0], slice(48))
    weights[0] -= 0.05 * gradient
    return loss


def validation_loss():
    return mean_square(weights[0], slice(48, None))


DocumentedLines(globals()).loop(training_loss, validation_loss)
