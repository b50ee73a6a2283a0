"""What every test may ask for; each fixture is in its own file under tests/support/."""

pytest_plugins = [
    "tests.support.ordering",
    "tests.support.skips",
    "tests.support.golden",
    "tests.support.drills",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.smtp",
    "tests.support.office",
    "tests.support.browser",
]
