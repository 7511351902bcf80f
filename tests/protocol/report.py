"""Judges what the protocol checker wrote about recorded sessions: report.py REPORT...

Prints what the server did wrong and ends with 1, or prints how much was seen.
"""

import json
import sys

messages, wrong = 0, []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    messages += report["messages"]
    by_server = [f for f in report["findings"] if f["dir"] == "<-" and f["sev"] != "info"]
    wrong += [f"{f['sev']} {f['what']}: {f['text']}" for f in by_server]
    if report["saw_exit"] and report["server_rc"] != 0:
        wrong.append(f"the server ended with {report['server_rc']}")
print("\n".join(wrong) if wrong else f"{messages} messages")
sys.exit(bool(wrong) or messages < 20)
