"""Every sentence, label and title that a person reads: one folder a language, made of the facts of the floors below."""
