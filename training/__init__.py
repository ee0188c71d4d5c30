"""How the weights that ship came about: the material, and the scripts that learn from it."""
