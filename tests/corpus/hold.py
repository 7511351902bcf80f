"""Holds measured figures against their floors and ceilings: hold.py FLOOR.toml FIGURES.json

Prints a line `ok - …` or `not ok - …` for each name in FLOOR.toml, and a closing line that counts them.
"""

import json
import re
import sys

with open(sys.argv[2], encoding="utf-8") as file:
    figures = json.load(file)
passed = failed = 0
section = None
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        if heading := re.fullmatch(r"\[(at-least|at-most)\]\s*", line):
            section = heading.group(1)
        elif bound := re.fullmatch(r'"([^"]+)"\s*=\s*([0-9.]+)\s*', line):
            name, limit, measured = bound.group(1), float(bound.group(2)), figures.get(bound.group(1))
            words = f"{name} {section.replace('-', ' ')} {limit:g}"
            if measured is None:
                held, why = False, "was not measured"
            else:
                held, why = measured >= limit if section == "at-least" else measured <= limit, f"it is {measured:.4g}"
            passed, failed = passed + held, failed + (not held)
            print(f"ok - {words} ({why})" if held else f"not ok - {words}: {why}")
        elif line.strip() and not line.startswith("#"):
            sys.exit(f"{sys.argv[1]}: cannot read the line {line!r}")
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
