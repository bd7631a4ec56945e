"""Settings of all tests: property tests draw the same examples everywhere, so that a failure is a failure for everyone.

`pytest --hypothesis-profile=explore` looks for new ones.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
