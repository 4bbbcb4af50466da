"""Forms of gateways and practice phones."""
