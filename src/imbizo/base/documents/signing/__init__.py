"""Signing PDFs (PAdES), and judging what has been signed. See docs/developer/documents.md and ADR 18.

Pure functions from bytes to bytes; nothing here knows of agreements, and no key is kept.

`page`          the page that people sign on: the data of its template, and where its boxes lie
`fields`        `prepare`: an empty field for each signatory, before the first signature
`authority`     the installation's own certificate authority: found, issue, revocation list
`signatures`    `sign`: one signature more, as an incremental update
`timestamps`    `WebTimeStamper`: an authority that confirms the time (RFC 3161)
`increments`    `check_increment`: what a signatory has signed elsewhere and brings back
`verification`  `verify`: a Judgement with `findings`
`reading`       what they share: the file opened, its fields
"""
