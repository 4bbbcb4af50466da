"""Texts in seven languages: finding them in the sources, keeping their catalogues, compiling these.

No GNU gettext program is needed for any of it. `compiling` imports polib alone, because the build of the wheel loads
it without Django.
"""
