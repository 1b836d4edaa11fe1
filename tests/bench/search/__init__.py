"""The yardstick of search: `python -m tests.bench.search`. It prints figures and judges nothing."""
