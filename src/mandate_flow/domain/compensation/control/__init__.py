"""The legal control: its periods, its check, its exemptions."""
