"""The REST interface, put together from the rooms' routers."""

from __future__ import annotations

from yinuo.core.calendars.rest import router as calendars
from yinuo.core.customers.rest import router as customers
from yinuo.core.promises.rest import router as promises
from yinuo.features.cases.rest import ROUTERS as CASES
from yinuo.platform.rest.public import Api
from yinuo.platform.rest.rest import router as basics

api = Api(
    title="yinuo",
    version="1",
    description="Cases, promises and what belongs to them, for other programs of the institution.",
    prefix="/api/v1/",
)
for router in (basics, customers, promises, calendars, *CASES):
    api.mount(router)

urlpatterns = api.url_patterns()
