"""Cases for other programs."""

from yinuo.features.cases.rest import acts, cases, extensions, letters

ROUTERS = (cases.router, acts.router, extensions.router, letters.router)
