"""Pages of the programme itself: what it is, its process, its members; and the invitation, which needs no account."""
