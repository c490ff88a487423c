"""Aid from rates, ceilings and their bases, all given as arguments: no figure is here (pure)."""
