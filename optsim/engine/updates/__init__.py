"""Updates that optimizers share: elementwise settings, moments, linear maps."""
