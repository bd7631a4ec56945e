"""All benchmarks: `python -m tests.benchmarks`; about four minutes."""

from tests.benchmarks import live_app, race

if __name__ == "__main__":
    race.main()
    live_app.main()
