"""Programs behind the Makefile. Those that `make demo` needs use the standard library only."""
