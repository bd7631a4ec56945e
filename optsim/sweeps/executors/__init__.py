"""Executors: who runs the blocks. Each gives results in the order in which they are done."""
