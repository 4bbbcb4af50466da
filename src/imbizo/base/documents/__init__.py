"""How Imbizo makes documents: PDF, letters, Word, charts, QR codes. See docs/developer/documents.md."""
