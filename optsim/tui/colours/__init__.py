"""Colours of the app: of lanes, texts and grounds, in every theme that is offered and on every kind of terminal."""
