"""Pure rules of the desk: what is next, how steps stand, how words are found."""
