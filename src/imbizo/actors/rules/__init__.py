"""Pure rules of the register: who may change what, how names are ordered and compared, how addresses are read."""

from imbizo.actors.rules.editing import may_edit, may_edit_affiliation
from imbizo.actors.rules.naming import Naming, naming
from imbizo.actors.rules.reach import Reach, read_address, reason_words

__all__ = ["Naming", "Reach", "may_edit", "may_edit_affiliation", "naming", "read_address", "reason_words"]
