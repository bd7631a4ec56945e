"""The data of a race in a file: columns with all digits, written as a whole or not at all."""
