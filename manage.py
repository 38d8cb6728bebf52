#!/usr/bin/env python
"""Layerloom's command line: `manage.py up` starts everything, `manage.py help` lists the rest."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["up"] and "--class" in sys.argv:
        os.environ["HOST"] = os.environ.get("HOST") or "0.0.0.0"  # noqa: S104  # a class comes by the network; the settings read it
    execute_from_command_line(sys.argv)
