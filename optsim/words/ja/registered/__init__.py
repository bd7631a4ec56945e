"""Japanese of what stands in its own file: titles, formulas with words, help of settings, facts of rules and optimizers."""
