"""A step against jitted steps of optax, which nothing else needs."""
