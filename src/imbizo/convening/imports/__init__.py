"""Files that come in: attendance exports."""
