"""The command starts at once: its help loads neither the database nor the web framework."""

import subprocess
import sys

HEAVY = ("sqlalchemy", "alembic", "fastapi", "starlette", "uvicorn", "apscheduler", "pydantic")
PROBE = f"""
import sys
sys.argv = ["mandate-flow", "--help"]
from mandate_flow.edge.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["loaded:"]
