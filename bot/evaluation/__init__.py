"""How right Heed is: labelled conversations through the same core, held against their labels."""
