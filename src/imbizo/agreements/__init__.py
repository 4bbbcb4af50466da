"""Agreements: clauses with consent, adoption by each party, signature, and the measures that follow."""
