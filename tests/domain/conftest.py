"""Properties are about answers, not about how busy the machine is: no time limit for one example."""

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
