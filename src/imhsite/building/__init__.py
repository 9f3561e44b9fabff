"""One build of the whole site."""
