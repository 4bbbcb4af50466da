"""Loading the gatherings of a demo programme: a round half done, from the first letter to what was said.

The form of the files is told in `desk/demo/gatherings/cape-winelands.yaml`. What lies in the past is written as it
would stand today, since the verbs of gatherings refuse to invite to a day that is over.
"""

from imbizo.desk.operations.demo_gatherings.loading import load_gatherings

__all__ = ["load_gatherings"]
