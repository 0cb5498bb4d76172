"""What keeps the notebooks from running on this computer? ``python3 run.py doctor`` asks ten questions.

Each answer is one line, ``ok`` or ``mend``, with what to do; docs/troubleshooting.md says more in the same order.
It needs nothing but a Python from 3.6 on, is started by its path, changes nothing and installs nothing.
"""
