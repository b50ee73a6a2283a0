"""How one file is told on its page: steps and what they ask, the questions of a stage, and what happened."""
