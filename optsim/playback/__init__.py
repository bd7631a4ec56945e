"""Playing a race: pause, speed, step, step back, seek. Knows no Textual and no clock: it is given the elapsed time."""
