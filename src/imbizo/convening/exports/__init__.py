"""Files that leave: documents, sheets, calendars."""
