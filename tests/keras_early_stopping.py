"""An independent port of Keras' EarlyStopping."""

from __future__ import annotations


class KerasEarlyStopping:
    """Keras' callback, epochs counted from 0 as there; `min_delta_kind` "relative" is a share of the value to be beaten."""

    def __init__(
        self, patience, min_delta=0.0, start_from_epoch=0, mode="min", baseline=None, min_delta_kind="absolute"
    ):
        self.patience, self.min_delta, self.start_from_epoch = patience, min_delta, start_from_epoch
        self.mode, self.baseline, self.relative = mode, baseline, min_delta_kind == "relative"
        self.best, self.best_epoch, self.stopped_epoch, self.wait = None, 0, None, 0

    def improves(self, value, reference):
        if reference is None:
            return True
        delta = self.min_delta * abs(reference) if self.relative else self.min_delta
        return value + delta < reference if self.mode == "min" else value - delta > reference

    def on_epoch_end(self, epoch, value):
        if epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.improves(value, self.best):
            self.best, self.best_epoch = value, epoch
            if self.baseline is None or self.improves(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0 and self.stopped_epoch is None:
            self.stopped_epoch = epoch

    def watch(self, values):
        for epoch, value in enumerate(values):
            self.on_epoch_end(epoch, value)
            if self.stopped_epoch is not None:
                break
        return self
