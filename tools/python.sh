#!/bin/sh
# Runs a script with the first Python on this machine that Layerloom works with, or says what to install.
for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13; do
  if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    exec "$candidate" "$@"
  fi
done
echo "Layerloom needs Python 3.11, 3.12 or 3.13 with its venv module, and found none. Install one (Debian: apt install python3 python3-venv), or set PYTHON to its path." >&2
exit 1
