"""The forms of the register: what people write is parsed here, and kept as they wrote it until it can stand."""
