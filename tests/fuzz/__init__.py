"""Bad input: what may come from outside is read without harm, whatever it is.

The properties here are ordinary tests, each with a few inputs. `python -m tests.fuzz` gives the
same properties as many as there is time for, led by the code that they reach (docs/reliability.md).
"""
