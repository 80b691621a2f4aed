"""Reports every test of a pytest run as one JSON line; tests that a rule puts out of scope are not run."""
import json
import os
import re

RULES = [re.compile(pattern) for pattern in json.loads(os.environ["OUT_OF_SCOPE"])]
PREFIX = "case:"


def report(name, outcome, detail=""):
    print(PREFIX + json.dumps({"name": name, "outcome": outcome, "detail": detail}), flush=True)


def name_of(nodeid):
    return nodeid.split("tests/")[-1]


def pytest_collection_modifyitems(config, items):
    kept, left_out = [], []
    for item in items:
        name = name_of(item.nodeid)
        is_out = any(rule.search(name) for rule in RULES)
        (left_out if is_out else kept).append(item)
        if is_out:
            report(name, "failed", "not run")
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


SEEN = {}


def pytest_runtest_logreport(report):
    seen = SEEN.setdefault(report.nodeid, {"outcome": "passed", "detail": ""})
    if report.skipped:
        seen["outcome"] = "skipped"
    if report.failed:
        seen["outcome"] = "failed"
        crash = getattr(report.longrepr, "reprcrash", None)
        seen["detail"] = (crash.message if crash else str(report.longrepr)).split("\n")[0]


def pytest_sessionfinish():
    for nodeid, seen in SEEN.items():
        report(name_of(nodeid), seen["outcome"], seen["detail"])
