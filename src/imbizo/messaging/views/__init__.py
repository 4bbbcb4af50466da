"""Pages of gateways, practice phones and single messages."""
