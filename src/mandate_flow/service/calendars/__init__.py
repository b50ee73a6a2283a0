"""The calendars of structures, authorities and the system: kept up to date, read, written in, reminded of."""
