"""The screens: picker, race, help."""
