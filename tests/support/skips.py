"""Says at the end what was skipped and why. With CI=1 a skipped test is a failed one."""

import os
from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = _reasons(terminalreporter)
    if not reasons:
        return
    terminalreporter.section("skipped, and why", yellow=True)
    for reason, count in reasons.most_common():
        terminalreporter.line(f"{count:5d}  {reason}")
    if _in_ci():
        terminalreporter.line("CI is set: a skip is a failure.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if _in_ci() and not is_worker and reporter is not None and _reasons(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _in_ci() -> bool:
    return os.environ.get("CI", "") not in ("", "0", "false")


def _reasons(reporter: pytest.TerminalReporter) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        where_and_why = report.longrepr
        why = where_and_why[2] if isinstance(where_and_why, tuple) else str(where_and_why)
        reasons[why.removeprefix("Skipped: ")] += 1
    return reasons
