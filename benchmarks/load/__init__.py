"""Many visitors at once: `make load`. Used by whoever asks how much one small machine carries."""
