"""The benchmarks: `make bench`. They print figures and judge nothing."""
