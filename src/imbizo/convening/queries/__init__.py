"""What is read of gatherings. Every page begins in `seeing`."""

from imbizo.convening.queries.seeing import designs, gatherings, modules, of_gatherings, own, rounds, venues

__all__ = ["designs", "gatherings", "modules", "of_gatherings", "own", "rounds", "venues"]
